/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;

/**
 * The generic form of an instruction is used for generic things and only for them; the number of
 * elements of VecPack and VecUnpack fits in 16 bits.
 */
final class ConsistencyPass {
  private static final long MAX_ELEMENTS = 0xFFFF;

  private ConsistencyPass() {}

  static void verify(UnitView view) {
    CodePass.forEachFunction(
        view,
        function -> {
          for (int offset = 0; offset < function.code().length(); offset++) {
            try {
              instruction(view, function.code(), offset);
            } catch (MoveException e) {
              throw e.at(function.location(offset));
            }
          }
        });
  }

  private static void instruction(UnitView view, Code code, int offset) {
    switch (code.opcode(offset).operand()) {
      case FIELD, FIELD_INSTANTIATION, VARIANT_FIELD, VARIANT_FIELD_INSTANTIATION -> {
        FieldOperand operand = view.fieldOperand(code, offset);
        check(!view.handleOf(operand.struct()).typeParameters().isEmpty(), operand.isGeneric());
      }
      case FUNCTION, FUNCTION_INSTANTIATION -> {
        FunctionOperand operand = view.functionOperand(code, offset);
        check(!operand.handle().typeParameters().isEmpty(), operand.isGeneric());
      }
      case STRUCT, STRUCT_INSTANTIATION, VARIANT, VARIANT_INSTANTIATION -> {
        StructOperand operand = view.structOperand(code, offset);
        check(!view.handleOf(operand.struct()).typeParameters().isEmpty(), operand.isGeneric());
      }
      case SIGNATURE_AND_COUNT -> {
        if (Long.compareUnsigned(code.u64(offset), MAX_ELEMENTS) > 0) {
          throw MoveException.of(StatusCode.CONSTRAINT_NOT_SATISFIED, "too many elements");
        }
      }
      default -> {}
    }
  }

  private static void check(boolean generic, boolean genericInstruction) {
    if (generic != genericInstruction) {
      throw MoveException.of(
          StatusCode.GENERIC_MEMBER_OPCODE_MISMATCH,
          generic ? "type arguments are missing" : "type arguments where none are declared");
    }
  }
}
