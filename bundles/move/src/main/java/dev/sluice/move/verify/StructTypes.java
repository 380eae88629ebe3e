/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static dev.sluice.move.verify.TypeSafetyPass.reference;
import static dev.sluice.move.verify.TypeSafetyPass.require;
import static dev.sluice.move.verify.TypeSafetyPass.target;

import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.OperandKind;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.SignatureToken.Primitive;
import dev.sluice.move.format.StructDefinition;
import java.util.List;

/** The part of {@link TypeSafetyPass} on structs, fields, variants and global storage. */
final class StructTypes {
  private final FunctionView function;
  private final UnitView unit;
  private final TypeStack stack;

  StructTypes(FunctionView function, TypeStack stack) {
    this.function = function;
    this.unit = function.unit();
    this.stack = stack;
  }

  void instruction(int pc, Opcode opcode) {
    switch (opcode.operand()) {
      case FIELD, FIELD_INSTANTIATION, VARIANT_FIELD, VARIANT_FIELD_INSTANTIATION ->
          field(pc, opcode);
      default -> struct(pc, opcode);
    }
  }

  private void field(int pc, Opcode opcode) {
    FieldOperand operand = unit.fieldOperand(function.code(), pc);
    List<SignatureToken> arguments = unit.typeArguments(operand.typeArguments());
    stack.charge(arguments);
    boolean mutable =
        switch (opcode) {
          case MUT_BORROW_FIELD,
              MUT_BORROW_FIELD_GENERIC,
              MUT_BORROW_VARIANT_FIELD,
              MUT_BORROW_VARIANT_FIELD_GENERIC ->
              true;
          default -> false;
        };
    SignatureToken owner = stack.pop();
    StructDefinition struct = unit.struct(operand.struct());
    require(
        (mutable ? owner instanceof SignatureToken.MutableReference : owner.isReference())
            && target(owner).equals(Types.structType(struct.handle(), arguments)),
        StatusCode.BORROWFIELD_TYPE_MISMATCH_ERROR);
    SignatureToken type =
        operand.ofVariant()
            ? variantFieldType(struct, operand, arguments)
            : UnitView.fields(struct, StructOperand.NONE).get(operand.field()).type();
    stack.push(reference(type, mutable), arguments);
  }

  /** The type of a field that several variants have: it must be the same in all of them. */
  private SignatureToken variantFieldType(
      StructDefinition struct, FieldOperand operand, List<SignatureToken> arguments) {
    SignatureToken first = variantFieldType(struct, operand, 0);
    for (int i = 1; i < operand.variants().size(); i++) {
      SignatureToken type = variantFieldType(struct, operand, i);
      if (!type.equals(first)) {
        // Two declarations may still become one type, as x: T and x: u64 do for T = u64.
        stack.charge(type, arguments);
        stack.charge(first, arguments);
        require(
            Types.instantiate(type, arguments).equals(Types.instantiate(first, arguments)),
            StatusCode.BORROWFIELD_TYPE_MISMATCH_ERROR);
      }
    }
    return first;
  }

  private static SignatureToken variantFieldType(
      StructDefinition struct, FieldOperand operand, int i) {
    List<FieldDefinition> fields = UnitView.fields(struct, operand.variants().get(i));
    require(operand.field() < fields.size(), StatusCode.BORROWFIELD_BAD_FIELD_ERROR);
    return fields.get(operand.field()).type();
  }

  private void struct(int pc, Opcode opcode) {
    StructOperand operand = unit.structOperand(function.code(), pc);
    List<SignatureToken> arguments = unit.typeArguments(operand.typeArguments());
    if (opcode != Opcode.TEST_VARIANT_GENERIC) {
      // The reference verifier takes nothing for the type arguments of this one.
      stack.charge(arguments);
    }
    StructDefinition struct = unit.struct(operand.struct());
    SignatureToken type = Types.structType(struct.handle(), arguments);
    switch (opcode) {
      case PACK, PACK_GENERIC, PACK_VARIANT, PACK_VARIANT_GENERIC -> {
        List<FieldDefinition> fields = fields(struct, operand, opcode);
        for (int i = fields.size() - 1; i >= 0; i--) {
          require(
              Types.matches(stack.pop(), fields.get(i).type(), arguments),
              StatusCode.PACK_TYPE_MISMATCH_ERROR);
        }
        stack.push(type);
      }
      case UNPACK, UNPACK_GENERIC, UNPACK_VARIANT, UNPACK_VARIANT_GENERIC -> {
        require(stack.pop().equals(type), StatusCode.UNPACK_TYPE_MISMATCH_ERROR);
        for (FieldDefinition field : fields(struct, operand, opcode)) {
          stack.push(field.type(), arguments);
        }
      }
      case TEST_VARIANT, TEST_VARIANT_GENERIC -> {
        SignatureToken reference = stack.pop();
        require(
            reference.isReference() && target(reference).equals(type),
            StatusCode.TEST_VARIANT_TYPE_MISMATCH_ERROR);
        stack.push(Primitive.BOOL);
      }
      default -> storage(opcode, type);
    }
  }

  private static List<FieldDefinition> fields(
      StructDefinition struct, StructOperand operand, Opcode opcode) {
    boolean ofVariant =
        opcode.operand() == OperandKind.VARIANT
            || opcode.operand() == OperandKind.VARIANT_INSTANTIATION;
    require(
        ofVariant
            ? struct.layout() instanceof StructDefinition.Variants
            : struct.layout() instanceof StructDefinition.Fields,
        StatusCode.PACK_TYPE_MISMATCH_ERROR);
    return UnitView.fields(struct, operand.variant());
  }

  private void storage(Opcode opcode, SignatureToken type) {
    boolean key = function.abilities(type).has(Ability.KEY);
    switch (opcode) {
      case EXISTS, EXISTS_GENERIC -> {
        require(key, StatusCode.EXISTS_WITHOUT_KEY_ABILITY_OR_BAD_ARGUMENT);
        address(StatusCode.EXISTS_WITHOUT_KEY_ABILITY_OR_BAD_ARGUMENT);
        stack.push(Primitive.BOOL);
      }
      case MOVE_FROM, MOVE_FROM_GENERIC -> {
        require(key, StatusCode.MOVEFROM_WITHOUT_KEY_ABILITY);
        address(StatusCode.MOVEFROM_TYPE_MISMATCH_ERROR);
        stack.push(type);
      }
      case MOVE_TO, MOVE_TO_GENERIC -> {
        require(key, StatusCode.MOVETO_WITHOUT_KEY_ABILITY);
        SignatureToken value = stack.pop();
        SignatureToken signer = stack.pop();
        require(
            value.equals(type)
                && signer instanceof SignatureToken.Reference
                && target(signer) == Primitive.SIGNER,
            StatusCode.MOVETO_TYPE_MISMATCH_ERROR);
      }
      case MUT_BORROW_GLOBAL, MUT_BORROW_GLOBAL_GENERIC -> {
        address(StatusCode.BORROWGLOBAL_TYPE_MISMATCH_ERROR);
        require(key, StatusCode.BORROWGLOBAL_WITHOUT_KEY_ABILITY);
        stack.push(reference(type, true));
      }
      case IMM_BORROW_GLOBAL, IMM_BORROW_GLOBAL_GENERIC -> {
        address(StatusCode.BORROWGLOBAL_TYPE_MISMATCH_ERROR);
        require(key, StatusCode.BORROWGLOBAL_WITHOUT_KEY_ABILITY);
        stack.push(reference(type, false));
      }
      default -> throw new IllegalArgumentException(opcode + " is not about structs");
    }
  }

  private void address(StatusCode status) {
    require(stack.pop() == Primitive.ADDRESS, status);
  }
}
