/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.model;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.model.ModelValues.Num;
import java.math.BigInteger;
import java.util.List;

/** Integers of the model. */
final class ModelArithmetic {
  private ModelArithmetic() {}

  static void step(Opcode opcode, List<Object> stack) {
    Num right = (Num) stack.remove(stack.size() - 1);
    String name = opcode.mnemonic();
    if (name.startsWith("Cast")) {
      stack.add(fit(Integer.parseInt(name.substring("CastU".length())), right.value()));
      return;
    }
    Num left = (Num) stack.remove(stack.size() - 1);
    stack.add(binary(opcode, left.width(), left.value(), right.value()));
  }

  private static Object binary(Opcode opcode, int width, BigInteger a, BigInteger b) {
    return switch (opcode) {
      case ADD -> fit(width, a.add(b));
      case SUB -> fit(width, a.subtract(b));
      case MUL -> fit(width, a.multiply(b));
      case DIV -> fit(width, a.divide(nonzero(b)));
      case MOD -> fit(width, a.mod(nonzero(b)));
      case BIT_AND -> fit(width, a.and(b));
      case BIT_OR -> fit(width, a.or(b));
      case XOR -> fit(width, a.xor(b));
      case SHL -> {
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        yield fit(width, a.shiftLeft(amount(width, b)).and(mask));
      }
      case SHR -> fit(width, a.shiftRight(amount(width, b)));
      case LT -> a.compareTo(b) < 0;
      case LE -> a.compareTo(b) <= 0;
      case GT -> a.compareTo(b) > 0;
      default -> a.compareTo(b) >= 0;
    };
  }

  private static Num fit(int width, BigInteger value) {
    require(value.signum() >= 0 && value.bitLength() <= width);
    return new Num(width, value);
  }

  private static BigInteger nonzero(BigInteger value) {
    require(value.signum() != 0);
    return value;
  }

  private static int amount(int width, BigInteger value) {
    require(value.compareTo(BigInteger.valueOf(width)) < 0);
    return value.intValue();
  }

  private static void require(boolean right) {
    if (!right) {
      throw MoveException.of(StatusCode.ARITHMETIC_ERROR, "");
    }
  }
}
