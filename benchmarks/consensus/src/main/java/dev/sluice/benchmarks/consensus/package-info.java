/** Measures the consensus core alone: one thread, no network, no disk, no cryptography. */
@NullMarked
package dev.sluice.benchmarks.consensus;

import org.jspecify.annotations.NullMarked;
