/** Benchmark of the embedded storage plugin. */
@NullMarked
package dev.sluice.benchmarks.pack;

import org.jspecify.annotations.NullMarked;
