/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.codec.BcsReader;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.Type;

/** Lowers constants, arithmetic, comparisons and casts. */
final class ArithmeticLowering {
  private static final int MAX_IMM = (1 << 24) - 1;
  private static final int MAX_SHORT_IMM = (1 << 16) - 1;

  private final Lowering lowering;
  private final CodeBuffer out;
  private final OperandStack stack;

  ArithmeticLowering(Lowering lowering) {
    this.lowering = lowering;
    this.out = lowering.out();
    this.stack = lowering.stack();
  }

  /** Lowers the present instruction, if it is one of this family. */
  boolean lower(Opcode opcode) {
    Code code = lowering.code();
    int at = lowering.at();
    switch (opcode) {
      case LD_TRUE -> constant(PrimitiveType.BOOL, 1);
      case LD_FALSE -> constant(PrimitiveType.BOOL, 0);
      case LD_U8 -> constant(PrimitiveType.U8, code.u64(at));
      case LD_U16 -> constant(PrimitiveType.U16, code.u64(at));
      case LD_U32 -> constant(PrimitiveType.U32, code.u64(at));
      case LD_U64 -> constant(PrimitiveType.U64, code.u64(at));
      case LD_U128 -> wideConstant(PrimitiveType.U128, code.u128(at));
      case LD_U256 -> wideConstant(PrimitiveType.U256, code.u256(at));
      case LD_CONST -> pooled(lowering.unit().unit().constants().get(code.index(at)));
      case ADD -> binary(Op.ADD, WideOp.ADD);
      case SUB -> binary(Op.SUB, WideOp.SUB);
      case MUL -> binary(Op.MUL, WideOp.MUL);
      case DIV -> binary(Op.DIV, WideOp.DIV);
      case MOD -> binary(Op.MOD, WideOp.MOD);
      case BIT_AND -> binary(Op.AND, WideOp.AND);
      case BIT_OR -> binary(Op.OR, WideOp.OR);
      case XOR -> binary(Op.XOR, WideOp.XOR);
      case AND -> binary(Op.AND, 0);
      case OR -> binary(Op.OR, 0);
      case SHL -> shift(Op.SHL, WideOp.SHL);
      case SHR -> shift(Op.SHR, WideOp.SHR);
      case NOT -> not();
      case LT -> compare(false, true);
      case LE -> compare(false, false);
      case GT -> compare(true, true);
      case GE -> compare(true, false);
      case EQ -> equal(true);
      case NEQ -> equal(false);
      case CAST_U8 -> cast(PrimitiveType.U8);
      case CAST_U16 -> cast(PrimitiveType.U16);
      case CAST_U32 -> cast(PrimitiveType.U32);
      case CAST_U64 -> cast(PrimitiveType.U64);
      case CAST_U128 -> cast(PrimitiveType.U128);
      case CAST_U256 -> cast(PrimitiveType.U256);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void constant(PrimitiveType type, long value) {
    lowering.charge(GasCost.LOAD);
    stack.pushConstant(type, value);
  }

  private void wideConstant(PrimitiveType type, Object value) {
    lowering.charge(GasCost.LOAD_WIDE);
    out.emit(Op.LOAD_OBJECT, lowering.result(type), 0, out.pool(value));
  }

  private void pooled(Constant constant) {
    lowering.charge(GasCost.LOAD_CONSTANT);
    lowering.charge(GasCost.LOAD_CONSTANT_BYTE, constant.data().length());
    Type type = lowering.type(constant.type());
    type.requireDepth();
    BcsReader in = new BcsReader(constant.data());
    if (type.isLong()) {
      stack.pushConstant(type, type.readLong(in));
      return;
    }
    Meter free = new Meter(GasSchedule.V1, Long.MAX_VALUE, Long.MAX_VALUE);
    Object value = type.readObject(in, free);
    int op = type.kind() == Type.Kind.CONTAINER ? Op.LOAD_VECTOR : Op.LOAD_OBJECT;
    out.emit(op, lowering.result(type), 0, out.pool(value));
  }

  private void binary(int op, int wideOp) {
    Type type = stack.type(0);
    int width = ((PrimitiveType) type).width();
    chargeArithmetic(width, op == Op.DIV || op == Op.MOD);
    if (width > 64) {
      int right = stack.register(0);
      int left = stack.register(1);
      stack.pop(2);
      out.emit(Op.WIDE, lowering.result(type), left, right | wide(wideOp, width));
      return;
    }
    if (stack.isConstant(0) && immediate(op, type, width, stack.constant(0))) {
      return;
    }
    int right = stack.register(0);
    int left = stack.register(1);
    stack.pop(2);
    boolean small = width < 64 && (op == Op.ADD || op == Op.MUL);
    if (small) {
      int smallOp = op == Op.ADD ? Op.ADD_SMALL : Op.MUL_SMALL;
      out.emit(smallOp, lowering.result(type), left, right | width << 16);
    } else {
      out.emit(op, lowering.result(type), left, right);
    }
  }

  private boolean immediate(int op, Type type, int width, long value) {
    int immediateOp =
        switch (op) {
          case Op.ADD -> width == 64 ? Op.ADD_IMM : Op.ADD_SMALL_IMM;
          case Op.SUB -> Op.SUB_IMM;
          case Op.DIV -> Op.DIV_IMM;
          case Op.MOD -> Op.MOD_IMM;
          default -> Op.FALL;
        };
    boolean divides = immediateOp == Op.DIV_IMM || immediateOp == Op.MOD_IMM;
    int max = immediateOp == Op.ADD_SMALL_IMM ? MAX_SHORT_IMM : MAX_IMM;
    if (immediateOp == Op.FALL || value < 0 || value > max || (divides && value == 0)) {
      return false;
    }
    int left = stack.register(1);
    stack.pop(2);
    int c = (int) value | (immediateOp == Op.ADD_SMALL_IMM ? width << 16 : 0);
    out.emit(immediateOp, lowering.result(type), left, c);
    return true;
  }

  private static int wide(int wideOp, int width) {
    return (width == 256 ? wideOp | WideOp.IS_256 : wideOp) << 16;
  }

  private void chargeArithmetic(int width, boolean divides) {
    if (width == 128) {
      lowering.charge(divides ? GasCost.DIVIDE_128 : GasCost.ARITHMETIC_128);
    } else if (width == 256) {
      lowering.charge(divides ? GasCost.DIVIDE_256 : GasCost.ARITHMETIC_256);
    } else {
      lowering.charge(GasCost.ARITHMETIC);
    }
  }

  private void shift(int op, int wideOp) {
    Type type = stack.type(1);
    int width = ((PrimitiveType) type).width();
    chargeArithmetic(width, false);
    int amount = stack.register(0);
    int value = stack.register(1);
    stack.pop(2);
    if (width > 64) {
      out.emit(Op.WIDE_SHIFT, lowering.result(type), value, amount | wide(wideOp, width));
    } else {
      out.emit(op, lowering.result(type), value, amount | width << 16);
    }
  }

  private void not() {
    lowering.charge(GasCost.ARITHMETIC);
    int value = stack.register(0);
    stack.pop(1);
    out.emit(Op.NOT, lowering.result(PrimitiveType.BOOL), value, 0);
  }

  /**
   * Lowers Lt, Le, Gt, Ge as less or less-or-equal.
   *
   * @param swapped whether the operands change places
   * @param strict whether equal operands give false
   */
  private void compare(boolean swapped, boolean strict) {
    lowering.charge(GasCost.COMPARE);
    int width = ((PrimitiveType) stack.type(0)).width();
    if (width > 64) {
      int left = stack.register(swapped ? 0 : 1);
      int right = stack.register(swapped ? 1 : 0);
      stack.pop(2);
      int op = wide(strict ? WideOp.LT : WideOp.LE, width);
      out.emit(Op.WIDE_COMPARE, lowering.result(PrimitiveType.BOOL), left, right | op);
    } else if (lowering.nextIs(Opcode.BR_TRUE) || lowering.nextIs(Opcode.BR_FALSE)) {
      compareAndBranch(swapped, strict);
    } else {
      int left = stack.register(swapped ? 0 : 1);
      int right = stack.register(swapped ? 1 : 0);
      stack.pop(2);
      int op = strict ? Op.LT : Op.LE;
      out.emit(op, lowering.result(PrimitiveType.BOOL), left, right);
    }
  }

  private void compareAndBranch(boolean swapped, boolean strict) {
    boolean inverted = takeBranch();
    int target = lowering.code().index(lowering.at());
    // left < right; not (left < right) is right <= left, and so on.
    int left = swapped != inverted ? 0 : 1;
    int right = 1 - left;
    boolean less = strict != inverted;
    if (isSmall(right) && (less || stack.constant(right) < MAX_SHORT_IMM)) {
      int bound = (int) stack.constant(right) + (less ? 0 : 1);
      out.jump(Op.JUMP_LT_IMM, stack.register(left), bound, target);
    } else if (isSmall(left) && (!less || stack.constant(left) < MAX_SHORT_IMM)) {
      int bound = (int) stack.constant(left) + (less ? 1 : 0);
      out.jump(Op.JUMP_GE_IMM, stack.register(right), bound, target);
    } else {
      int op = less ? Op.JUMP_LT : Op.JUMP_LE;
      out.jump(op, stack.register(left), stack.register(right), target);
    }
    stack.pop(2);
  }

  private boolean isSmall(int below) {
    return stack.isConstant(below) && stack.constant(below) >>> 16 == 0;
  }

  /** Takes in the branch that follows; whether it branches if the condition is false. */
  private boolean takeBranch() {
    lowering.charge(GasCost.BRANCH_IF);
    boolean inverted = lowering.nextIs(Opcode.BR_FALSE);
    lowering.advance();
    return inverted;
  }

  private void equal(boolean wanted) {
    lowering.charge(GasCost.EQUAL);
    Type type = stack.type(0);
    boolean branches = lowering.nextIs(Opcode.BR_TRUE) || lowering.nextIs(Opcode.BR_FALSE);
    if (type.isLong() && branches) {
      boolean equal = wanted != takeBranch();
      int target = lowering.code().index(lowering.at());
      int constant = isSmall(0) ? 0 : 1;
      if (isSmall(constant)) {
        int op = equal ? Op.JUMP_EQ_IMM : Op.JUMP_NE_IMM;
        out.jump(op, stack.register(1 - constant), (int) stack.constant(constant), target);
      } else {
        int op = equal ? Op.JUMP_EQ : Op.JUMP_NE;
        out.jump(op, stack.register(1), stack.register(0), target);
      }
      stack.pop(2);
      return;
    }
    int right = stack.register(0);
    int left = stack.register(1);
    // The registers of the operands' own places serve for what references point to.
    int leftHome = stack.home(stack.depth() - 2);
    int rightHome = stack.home(stack.depth() - 1);
    stack.pop(2);
    Type compared = type;
    if (type.kind() == Type.Kind.REFERENCE) {
      compared = Lowering.target(type);
      if (compared.kind() != Type.Kind.CONTAINER) {
        int op = compared.isLong() ? Op.READ_LONG : Op.READ_OBJECT;
        out.emit(op, leftHome, left, 0);
        out.emit(op, rightHome, right, 0);
        left = leftHome;
        right = rightHome;
      }
    }
    boolean owned = type.kind() == Type.Kind.CONTAINER;
    // Ended operands stay readable in their registers, so the result must not be a local yet.
    int result = owned ? leftHome : lowering.result(PrimitiveType.BOOL);
    if (compared.isLong()) {
      out.emit(wanted ? Op.EQ : Op.NE, result, left, right);
    } else {
      out.emit(Op.EQ_OBJECT, result, left, right);
      if (!wanted) {
        out.emit(Op.NOT, result, result, 0);
      }
    }
    if (owned) {
      out.emit(Op.DROP, left, 0, 0);
      out.emit(Op.DROP, right, 0, 0);
      stack.push(PrimitiveType.BOOL, leftHome);
    }
  }

  private void cast(PrimitiveType to) {
    lowering.charge(GasCost.CAST);
    int from = ((PrimitiveType) stack.type(0)).width();
    int width = to.width();
    if (stack.isConstant(0) && from <= width && width <= 64) {
      long value = stack.constant(0);
      stack.pop(1);
      stack.pushConstant(to, value);
      return;
    }
    int value = stack.register(0);
    stack.pop(1);
    if (from == width || (from < width && width <= 64)) {
      stack.push(to, value);
    } else if (from <= 64 && width <= 64) {
      out.emit(Op.CAST, lowering.result(to), value, width);
    } else {
      out.emit(Op.WIDE_CAST, lowering.result(to), value, from << 12 | width);
    }
  }
}
