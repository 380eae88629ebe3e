/**
 * What a chain plugin implements: {@link dev.sluice.chain.api.Chain}, and the values it speaks in.
 * One service per chain; the same interface serves Aptos, Sui, Rooch, ChainMaker and Ethereum.
 *
 * <p>Optional abilities (settlement, oracle, rollup contracts) are separate interfaces that a
 * plugin registers beside {@code Chain}.
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.chain.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
