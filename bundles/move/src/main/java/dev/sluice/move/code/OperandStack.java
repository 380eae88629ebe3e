/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.type.Type;

/**
 * The operand stack while code is lowered: for each entry its type and where its value is. That is
 * the register that belongs to its position, or a local it was taken from and that has not changed
 * since, or a constant that is in no register yet. Not thread-safe.
 */
final class OperandStack {
  /** Most values on the operand stacks of all frames together. */
  static final int LIMIT = 1024;

  private static final int CONSTANT = -1;

  private final CodeBuffer out;
  private final int localCount;
  private final boolean checked;
  private final Type[] types = new Type[LIMIT];
  private final int[] registers = new int[LIMIT];
  private final long[] constants = new long[LIMIT];
  private int depth;
  private int maxDepth;
  private int checkedDepth;

  /**
   * An empty stack.
   *
   * @param checked whether to emit a check wherever the stack grows
   */
  OperandStack(CodeBuffer out, int localCount, boolean checked) {
    this.out = out;
    this.localCount = localCount;
    this.checked = checked;
  }

  /** Starts a block. */
  void startBlock() {
    depth = 0;
    checkedDepth = 0;
  }

  int maxDepth() {
    return maxDepth;
  }

  int depth() {
    return depth;
  }

  /** The register that belongs to a position. */
  int home(int position) {
    return localCount + position;
  }

  /** Notes that the stack holds {@code count} more values for a moment. */
  void grow(int count) {
    int needed = depth + count;
    if (needed > LIMIT) {
      throw MoveException.of(StatusCode.EXECUTION_STACK_OVERFLOW, "");
    }
    maxDepth = Math.max(maxDepth, needed);
    if (checked && needed > checkedDepth) {
      checkedDepth = needed;
      out.emit(Op.CHECK_DEPTH, 0, 0, needed);
    }
  }

  void push(Type type, int register) {
    grow(1);
    types[depth] = type;
    registers[depth++] = register;
  }

  void pushConstant(Type type, long value) {
    push(type, CONSTANT);
    constants[depth - 1] = value;
  }

  void pop(int count) {
    depth -= count;
  }

  /** The type of the entry {@code below} entries under the top. */
  Type type(int below) {
    return types[depth - 1 - below];
  }

  boolean isConstant(int below) {
    return registers[depth - 1 - below] == CONSTANT;
  }

  long constant(int below) {
    return constants[depth - 1 - below];
  }

  /** A register that holds the entry. */
  int register(int below) {
    int position = depth - 1 - below;
    if (registers[position] == CONSTANT) {
      settle(position);
    }
    return registers[position];
  }

  /** Moves the entry at {@code position} to the register of its own. */
  private void settle(int position) {
    int home = home(position);
    int register = registers[position];
    if (register == CONSTANT) {
      load(out, home, constants[position]);
    } else if (register != home) {
      int op = types[position].isLong() ? Op.MOVE_LONG : Op.MOVE_OBJECT;
      out.emit(op, home, register, 0);
    }
    registers[position] = home;
  }

  /** Loads a constant. */
  static void load(CodeBuffer out, int register, long value) {
    if (value >>> 40 == 0) {
      out.append(Op.LOAD_IMM | (long) register << 8 | value << 24);
    } else {
      out.emit(Op.LOAD_WORD, register, 0, 0);
      out.append(value);
    }
  }

  /** Moves the topmost entries to the registers of their own and returns the first of these. */
  int settleTop(int count) {
    for (int position = depth - count; position < depth; position++) {
      settle(position);
    }
    return home(depth - count);
  }

  /** Before a local changes: moves the entries that were taken from it elsewhere. */
  void release(int local) {
    for (int position = 0; position < depth; position++) {
      if (registers[position] == local) {
        settle(position);
      }
    }
  }

  boolean uses(int local) {
    for (int position = 0; position < depth; position++) {
      if (registers[position] == local) {
        return true;
      }
    }
    return false;
  }
}
