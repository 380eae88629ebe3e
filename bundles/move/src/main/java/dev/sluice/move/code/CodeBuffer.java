/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/** Lowered code while it is being written. Not thread-safe. */
final class CodeBuffer {
  private static final int NOT_PLACED = -1;

  private record Jump(int position, int target) {}

  private long[] code = new long[64];
  private int[] offsets = new int[64];
  private int size;
  private int offset;
  private final List<Object> pool = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> poolIndex = new IdentityHashMap<>();
  private final int[] labels;
  private final List<Jump> jumps = new ArrayList<>();

  /** A buffer for the code of a function with {@code length} instructions. */
  CodeBuffer(int length) {
    labels = new int[length];
    Arrays.fill(labels, NOT_PLACED);
  }

  /** The word of an instruction. */
  static long word(int op, int a, int b, int c) {
    return op | (long) a << 8 | (long) b << 24 | (long) c << 40;
  }

  /** Says which instruction of the module the following words are for. */
  void at(int moduleOffset) {
    offset = moduleOffset;
  }

  /** Appends an instruction. */
  void emit(int op, int a, int b, int c) {
    append(word(op, a, b, c));
  }

  /** Appends a word that is no instruction and returns its position. */
  int append(long word) {
    if (size == code.length) {
      code = Arrays.copyOf(code, 2 * size);
      offsets = Arrays.copyOf(offsets, 2 * size);
    }
    code[size] = word;
    offsets[size] = offset;
    return size++;
  }

  /** Replaces a word. */
  void set(int position, long word) {
    code[position] = word;
  }

  /** Appends a jump to the block that starts at {@code target} in the module's code. */
  void jump(int op, int a, int b, int target) {
    jumps.add(new Jump(size, target));
    emit(op, a, b, 0);
  }

  /** Starts the block at {@code moduleOffset}. */
  void place(int moduleOffset) {
    labels[moduleOffset] = size;
  }

  /** The index of an object in the pool. */
  int pool(Object value) {
    return poolIndex.computeIfAbsent(
        value,
        key -> {
          pool.add(key);
          return pool.size() - 1;
        });
  }

  LoweredCode finish(LoadedFunction function, int localCount, int maxDepth) {
    for (Jump jump : jumps) {
      code[jump.position()] |= (long) labels[jump.target()] << 40;
    }
    return new LoweredCode(
        function,
        Arrays.copyOf(code, size),
        pool.toArray(),
        localCount,
        maxDepth,
        Arrays.copyOf(offsets, size));
  }
}
