/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.Opcode;

/**
 * Every basic block starts and ends with nothing of its own on the operand stack, never takes what
 * it has not put there, and keeps within the limits. Ret takes what the function returns.
 */
final class StackUsagePass {
  private final FunctionView function;
  private final UnitView unit;
  private final Code code;

  private StackUsagePass(FunctionView function) {
    this.function = function;
    this.unit = function.unit();
    this.code = function.code();
  }

  static void verify(FunctionView function, ControlFlowGraph graph, VerifierLimits limits) {
    StackUsagePass pass = new StackUsagePass(function);
    for (int block = 0; block < graph.blockCount(); block++) {
      pass.block(graph.start(block), graph.end(block), limits);
    }
  }

  private void block(int start, int end, VerifierLimits limits) {
    long size = 0;
    long pushed = 0;
    for (int pc = start; pc <= end; pc++) {
      long pushes = pushes(pc);
      pushed += pushes;
      if (pushed > limits.pushes()) {
        throw function.refusal(StatusCode.VALUE_STACK_PUSH_OVERFLOW, start);
      }
      size -= pops(pc);
      if (size < 0) {
        throw function.refusal(StatusCode.NEGATIVE_STACK_SIZE_WITHIN_BLOCK, start);
      }
      size += pushes;
      if (size > limits.valueStack()) {
        throw function.refusal(StatusCode.VALUE_STACK_OVERFLOW, start);
      }
    }
    if (size != 0) {
      throw function.refusal(StatusCode.POSITIVE_STACK_SIZE_AT_BLOCK_END, start);
    }
  }

  private long pops(int pc) {
    Opcode opcode = code.opcode(pc);
    return switch (opcode) {
      case POP, BR_TRUE, BR_FALSE, ST_LOC, ABORT -> 1;
      case LD_U8, LD_U16, LD_U32, LD_U64, LD_U128, LD_U256, LD_TRUE, LD_FALSE, LD_CONST -> 0;
      case COPY_LOC, MOVE_LOC, MUT_BORROW_LOC, IMM_BORROW_LOC, BRANCH, NOP -> 0;
      case NOT, FREEZE_REF, READ_REF, VEC_LEN, VEC_POP_BACK, VEC_UNPACK -> 1;
      case CAST_U8, CAST_U16, CAST_U32, CAST_U64, CAST_U128, CAST_U256 -> 1;
      case EXISTS, EXISTS_GENERIC, MOVE_FROM, MOVE_FROM_GENERIC -> 1;
      case MUT_BORROW_GLOBAL, MUT_BORROW_GLOBAL_GENERIC -> 1;
      case IMM_BORROW_GLOBAL, IMM_BORROW_GLOBAL_GENERIC -> 1;
      case MUT_BORROW_FIELD, MUT_BORROW_FIELD_GENERIC -> 1;
      case IMM_BORROW_FIELD, IMM_BORROW_FIELD_GENERIC -> 1;
      case MUT_BORROW_VARIANT_FIELD, MUT_BORROW_VARIANT_FIELD_GENERIC -> 1;
      case IMM_BORROW_VARIANT_FIELD, IMM_BORROW_VARIANT_FIELD_GENERIC -> 1;
      case TEST_VARIANT, TEST_VARIANT_GENERIC -> 1;
      case UNPACK, UNPACK_GENERIC, UNPACK_VARIANT, UNPACK_VARIANT_GENERIC -> 1;
      case ADD, SUB, MUL, MOD, DIV, BIT_OR, BIT_AND, XOR, SHL, SHR -> 2;
      case OR, AND, EQ, NEQ, LT, GT, LE, GE -> 2;
      case VEC_IMM_BORROW, VEC_MUT_BORROW, VEC_PUSH_BACK -> 2;
      case MOVE_TO, MOVE_TO_GENERIC, WRITE_REF -> 2;
      case VEC_SWAP -> 3;
      case RET -> function.returns().size();
      case CALL, CALL_GENERIC ->
          unit.signature(unit.functionOperand(code, pc).handle().parameters()).size();
      case PACK, PACK_GENERIC, PACK_VARIANT, PACK_VARIANT_GENERIC -> fields(pc);
      case VEC_PACK -> code.u64(pc);
    };
  }

  private long pushes(int pc) {
    return switch (code.opcode(pc)) {
      case POP, BR_TRUE, BR_FALSE, BRANCH, ST_LOC, ABORT, NOP, RET -> 0;
      case MOVE_TO, MOVE_TO_GENERIC, WRITE_REF, VEC_PUSH_BACK, VEC_SWAP -> 0;
      case CALL, CALL_GENERIC ->
          unit.signature(unit.functionOperand(code, pc).handle().returns()).size();
      case UNPACK, UNPACK_GENERIC, UNPACK_VARIANT, UNPACK_VARIANT_GENERIC -> fields(pc);
      case VEC_UNPACK -> code.u64(pc);
      default -> 1;
    };
  }

  private int fields(int pc) {
    StructOperand operand = unit.structOperand(code, pc);
    return UnitView.fields(unit.struct(operand.struct()), operand.variant()).size();
  }
}
