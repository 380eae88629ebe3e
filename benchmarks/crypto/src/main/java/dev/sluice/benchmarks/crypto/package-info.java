/** Rates of signature checks. */
@NullMarked
package dev.sluice.benchmarks.crypto;

import org.jspecify.annotations.NullMarked;
