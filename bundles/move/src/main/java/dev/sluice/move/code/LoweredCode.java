/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

/**
 * The code of one function for given type arguments, as {@link Op}s. Immutable; the arrays are open
 * to engines and must not be changed.
 */
public final class LoweredCode {
  /** The function. */
  public final LoadedFunction function;

  /** Instructions and gas words; a call enters at index 0, a gas word. */
  public final long[] code;

  /** What instructions name by index. */
  public final Object[] pool;

  /** Number of registers that are locals. */
  public final int localCount;

  /** Number of registers. */
  public final int frameSize;

  /** Most values of its own that the function ever has on the operand stack. */
  public final int maxDepth;

  private final int[] offsets;

  LoweredCode(
      LoadedFunction function,
      long[] code,
      Object[] pool,
      int localCount,
      int maxDepth,
      int[] offsets) {
    this.function = function;
    this.code = code;
    this.pool = pool;
    this.localCount = localCount;
    this.frameSize = localCount + maxDepth;
    this.maxDepth = maxDepth;
    this.offsets = offsets;
  }

  /** The offset in the module's code of what became the word at {@code pc}. */
  public int offset(int pc) {
    return offsets[pc];
  }
}
