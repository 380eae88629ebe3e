/**
 * The channel protocol from outside: quorums, limits, refusal codes, the application's executor.
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.consensus.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
