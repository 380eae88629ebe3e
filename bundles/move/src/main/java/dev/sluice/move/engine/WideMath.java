/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.code.WideOp;

/** Arithmetic on u128 and u256. Results that do not fit raise ARITHMETIC_ERROR. */
public final class WideMath {
  private WideMath() {}

  /** {@code left op right}. */
  public static Object binary(int op, Object left, Object right) {
    try {
      return (op & WideOp.IS_256) == 0
          ? binary128(op, (U128) left, (U128) right)
          : binary256(op, (U256) left, (U256) right);
    } catch (ArithmeticException e) {
      throw Failures.arithmetic();
    }
  }

  private static U128 binary128(int op, U128 left, U128 right) {
    return switch (op) {
      case WideOp.ADD -> left.add(right);
      case WideOp.SUB -> left.subtract(right);
      case WideOp.MUL -> left.multiply(right);
      case WideOp.DIV -> left.divide(right);
      case WideOp.MOD -> left.remainder(right);
      case WideOp.AND -> left.and(right);
      case WideOp.OR -> left.or(right);
      case WideOp.XOR -> left.xor(right);
      default -> throw new IllegalArgumentException("no operation " + op);
    };
  }

  private static U256 binary256(int op, U256 left, U256 right) {
    return switch (op - WideOp.IS_256) {
      case WideOp.ADD -> left.add(right);
      case WideOp.SUB -> left.subtract(right);
      case WideOp.MUL -> left.multiply(right);
      case WideOp.DIV -> left.divide(right);
      case WideOp.MOD -> left.remainder(right);
      case WideOp.AND -> left.and(right);
      case WideOp.OR -> left.or(right);
      case WideOp.XOR -> left.xor(right);
      default -> throw new IllegalArgumentException("no operation " + op);
    };
  }

  /** A shift. */
  public static Object shift(int op, Object value, long amount) {
    int bits = (int) amount;
    if ((op & WideOp.IS_256) != 0) {
      return op - WideOp.IS_256 == WideOp.SHL
          ? ((U256) value).shiftLeft(bits)
          : ((U256) value).shiftRight(bits);
    } else if (bits > 127) {
      throw Failures.arithmetic();
    }
    return op == WideOp.SHL ? ((U128) value).shiftLeft(bits) : ((U128) value).shiftRight(bits);
  }

  /** Whether {@code left < right}, or {@code left <= right}. */
  public static boolean compare(int op, Object left, Object right) {
    int order =
        (op & WideOp.IS_256) == 0
            ? ((U128) left).compareTo((U128) right)
            : ((U256) left).compareTo((U256) right);
    return (op & ~WideOp.IS_256) == WideOp.LT ? order < 0 : order <= 0;
  }

  /** A u128 or u256 as a u128 or u256. */
  public static Object toWide(Object value, int width) {
    if (value instanceof U128 number) {
      return width == 128 ? number : U256.of(number);
    }
    U256 number = (U256) value;
    if (width == 256) {
      return number;
    }
    requireWidth(number.bitLength(), width);
    return number.lowU128();
  }

  /** A number of at most 64 bits as a u128 or u256. */
  public static Object toWide(long value, int width) {
    return width == 128 ? U128.of(value) : U256.of(value);
  }

  /** A u128 or u256 as a number of at most 64 bits. */
  public static long toLong(Object value, int width) {
    if (value instanceof U128 number) {
      requireWidth(number.bitLength(), width);
      return number.low();
    }
    U256 number = (U256) value;
    requireWidth(number.bitLength(), width);
    return number.word(0);
  }

  private static void requireWidth(int bits, int width) {
    if (bits > width) {
      throw Failures.arithmetic();
    }
  }
}
