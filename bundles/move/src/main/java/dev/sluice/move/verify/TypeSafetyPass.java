/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.SignatureToken.Primitive;
import java.util.List;

/**
 * Every instruction finds operands of the types it works on, with the abilities it needs. Blocks
 * are looked at one by one: locals have declared types, and nothing stays on the operand stack
 * between blocks.
 */
final class TypeSafetyPass {
  private final FunctionView function;
  private final UnitView unit;
  private final Code code;
  private final TypeStack stack;
  private final StructTypes structs;

  private TypeSafetyPass(FunctionView function, Meter meter) {
    this.function = function;
    this.unit = function.unit();
    this.code = function.code();
    this.stack = new TypeStack(meter);
    this.structs = new StructTypes(function, stack);
  }

  static void verify(FunctionView function, ControlFlowGraph graph, Meter meter) {
    TypeSafetyPass pass = new TypeSafetyPass(function, meter);
    for (int block = 0; block < graph.blockCount(); block++) {
      for (int pc = graph.start(block); pc <= graph.end(block); pc++) {
        try {
          pass.instruction(pc, code(function, pc));
        } catch (MoveException e) {
          throw e.at(function.location(pc));
        }
      }
    }
  }

  private static Opcode code(FunctionView function, int pc) {
    return function.code().opcode(pc);
  }

  private void instruction(int pc, Opcode opcode) {
    switch (opcode) {
      case POP -> require(has(stack.pop(), Ability.DROP), StatusCode.POP_WITHOUT_DROP_ABILITY);
      case BR_TRUE, BR_FALSE -> pop(Primitive.BOOL, StatusCode.BR_TYPE_MISMATCH_ERROR);
      case ABORT -> pop(Primitive.U64, StatusCode.ABORT_TYPE_MISMATCH_ERROR);
      case RET -> {
        for (int i = function.returns().size() - 1; i >= 0; i--) {
          pop(function.returns().get(i), StatusCode.RET_TYPE_MISMATCH_ERROR);
        }
      }
      case BRANCH, NOP -> {}
      case LD_U8 -> stack.push(Primitive.U8);
      case LD_U16 -> stack.push(Primitive.U16);
      case LD_U32 -> stack.push(Primitive.U32);
      case LD_U64 -> stack.push(Primitive.U64);
      case LD_U128 -> stack.push(Primitive.U128);
      case LD_U256 -> stack.push(Primitive.U256);
      case LD_TRUE, LD_FALSE -> stack.push(Primitive.BOOL);
      case LD_CONST -> stack.push(unit.unit().constants().get(code.index(pc)).type());
      case ST_LOC -> pop(local(pc), StatusCode.STLOC_TYPE_MISMATCH_ERROR);
      case MOVE_LOC -> stack.push(local(pc));
      case COPY_LOC -> {
        require(has(local(pc), Ability.COPY), StatusCode.COPYLOC_WITHOUT_COPY_ABILITY);
        stack.push(local(pc));
      }
      case MUT_BORROW_LOC, IMM_BORROW_LOC -> {
        require(!local(pc).isReference(), StatusCode.BORROWLOC_REFERENCE_ERROR);
        stack.push(reference(local(pc), opcode == Opcode.MUT_BORROW_LOC));
      }
      case FREEZE_REF, READ_REF, WRITE_REF -> dereference(opcode);
      case CALL, CALL_GENERIC -> call(unit.functionOperand(code, pc));
      case EQ, NEQ -> {
        SignatureToken right = stack.pop();
        SignatureToken left = stack.pop();
        require(
            has(right, Ability.DROP) && right.equals(left),
            StatusCode.EQUALITY_OP_TYPE_MISMATCH_ERROR);
        stack.push(Primitive.BOOL);
      }
      case NOT -> {
        pop(Primitive.BOOL, StatusCode.BOOLEAN_OP_TYPE_MISMATCH_ERROR);
        stack.push(Primitive.BOOL);
      }
      case OR, AND -> {
        pop(Primitive.BOOL, StatusCode.BOOLEAN_OP_TYPE_MISMATCH_ERROR);
        pop(Primitive.BOOL, StatusCode.BOOLEAN_OP_TYPE_MISMATCH_ERROR);
        stack.push(Primitive.BOOL);
      }
      case ADD, SUB, MUL, MOD, DIV, BIT_OR, BIT_AND, XOR -> stack.push(integers());
      case LT, GT, LE, GE -> {
        integers();
        stack.push(Primitive.BOOL);
      }
      case SHL, SHR -> {
        pop(Primitive.U8, StatusCode.INTEGER_OP_TYPE_MISMATCH_ERROR);
        stack.push(integer());
      }
      case CAST_U8 -> cast(Primitive.U8);
      case CAST_U16 -> cast(Primitive.U16);
      case CAST_U32 -> cast(Primitive.U32);
      case CAST_U64 -> cast(Primitive.U64);
      case CAST_U128 -> cast(Primitive.U128);
      case CAST_U256 -> cast(Primitive.U256);
      case VEC_PACK,
          VEC_LEN,
          VEC_IMM_BORROW,
          VEC_MUT_BORROW,
          VEC_PUSH_BACK,
          VEC_POP_BACK,
          VEC_UNPACK,
          VEC_SWAP ->
          vector(pc, opcode);
      default -> structs.instruction(pc, opcode);
    }
  }

  private void dereference(Opcode opcode) {
    SignatureToken type = stack.pop();
    switch (opcode) {
      case FREEZE_REF -> {
        require(
            type instanceof SignatureToken.MutableReference,
            StatusCode.FREEZEREF_TYPE_MISMATCH_ERROR);
        stack.push(reference(target(type), false));
      }
      case READ_REF -> {
        require(type.isReference(), StatusCode.READREF_TYPE_MISMATCH_ERROR);
        require(has(target(type), Ability.COPY), StatusCode.READREF_WITHOUT_COPY_ABILITY);
        stack.push(target(type));
      }
      default -> {
        SignatureToken value = stack.pop();
        require(
            type instanceof SignatureToken.MutableReference,
            StatusCode.WRITEREF_NO_MUTABLE_REFERENCE_ERROR);
        require(has(target(type), Ability.DROP), StatusCode.WRITEREF_WITHOUT_DROP_ABILITY);
        require(value.equals(target(type)), StatusCode.WRITEREF_TYPE_MISMATCH_ERROR);
      }
    }
  }

  private void call(FunctionOperand callee) {
    List<SignatureToken> arguments = unit.typeArguments(callee.typeArguments());
    stack.charge(arguments);
    List<SignatureToken> parameters = unit.signature(callee.handle().parameters()).tokens();
    for (int i = parameters.size() - 1; i >= 0; i--) {
      require(
          Types.matches(stack.pop(), parameters.get(i), arguments),
          StatusCode.CALL_TYPE_MISMATCH_ERROR);
    }
    for (SignatureToken type : unit.signature(callee.handle().returns()).tokens()) {
      stack.push(type, arguments);
    }
  }

  private void vector(int pc, Opcode opcode) {
    SignatureToken element = unit.signature(code.index(pc)).get(0);
    switch (opcode) {
      case VEC_PACK -> {
        for (long i = 0; i < code.u64(pc); i++) {
          pop(element, StatusCode.TYPE_MISMATCH);
        }
        stack.pushFree(new SignatureToken.Vector(element));
      }
      case VEC_UNPACK -> {
        pop(new SignatureToken.Vector(element), StatusCode.TYPE_MISMATCH);
        for (long i = 0; i < code.u64(pc); i++) {
          stack.push(element);
        }
      }
      case VEC_LEN -> {
        popVector(element, false);
        stack.push(Primitive.U64);
      }
      case VEC_IMM_BORROW, VEC_MUT_BORROW -> {
        boolean mutable = opcode == Opcode.VEC_MUT_BORROW;
        pop(Primitive.U64, StatusCode.TYPE_MISMATCH);
        popVector(element, mutable);
        stack.push(reference(element, mutable));
      }
      case VEC_PUSH_BACK -> {
        pop(element, StatusCode.TYPE_MISMATCH);
        popVector(element, true);
      }
      case VEC_POP_BACK -> {
        popVector(element, true);
        stack.push(element);
      }
      default -> {
        pop(Primitive.U64, StatusCode.TYPE_MISMATCH);
        pop(Primitive.U64, StatusCode.TYPE_MISMATCH);
        popVector(element, true);
      }
    }
  }

  private void popVector(SignatureToken element, boolean mutable) {
    SignatureToken type = stack.pop();
    boolean reference =
        mutable ? type instanceof SignatureToken.MutableReference : type.isReference();
    require(
        reference
            && target(type) instanceof SignatureToken.Vector vector
            && vector.element().equals(element),
        StatusCode.TYPE_MISMATCH);
  }

  private SignatureToken integers() {
    SignatureToken right = stack.pop();
    SignatureToken left = stack.pop();
    require(right.isInteger() && right.equals(left), StatusCode.INTEGER_OP_TYPE_MISMATCH_ERROR);
    return right;
  }

  private SignatureToken integer() {
    SignatureToken type = stack.pop();
    require(type.isInteger(), StatusCode.INTEGER_OP_TYPE_MISMATCH_ERROR);
    return type;
  }

  private void cast(Primitive to) {
    integer();
    stack.push(to);
  }

  private SignatureToken local(int pc) {
    return function.locals().get(code.index(pc));
  }

  private boolean has(SignatureToken type, Ability ability) {
    return function.abilities(type).has(ability);
  }

  private void pop(SignatureToken expected, StatusCode status) {
    require(stack.pop().equals(expected), status);
  }

  static SignatureToken reference(SignatureToken target, boolean mutable) {
    return mutable
        ? new SignatureToken.MutableReference(target)
        : new SignatureToken.Reference(target);
  }

  /** What a reference refers to. */
  static SignatureToken target(SignatureToken reference) {
    return Types.children(reference).get(0);
  }

  static void require(boolean holds, StatusCode status) {
    if (!holds) {
      throw MoveException.of(status, "");
    }
  }
}
