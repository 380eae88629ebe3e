/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.move.format.Disassembler.Locals;
import dev.sluice.move.format.StructDefinition.Fields;
import dev.sluice.move.format.StructDefinition.Variants;
import java.util.List;
import java.util.stream.Collectors;

/** The text of instructions, with names in place of indices. */
final class InstructionText {
  private final CompiledUnit unit;
  private final UnitNames names;
  private final Locals locals;

  InstructionText(CompiledUnit unit, UnitNames names, Locals locals) {
    this.unit = unit;
    this.names = names;
    this.locals = locals;
  }

  String text(Code code, int offset) {
    Opcode opcode = code.opcode(offset);
    String operand =
        switch (opcode.operand()) {
          case NONE -> "";
          case U8, U16, U32, U64 -> Long.toUnsignedString(code.u64(offset));
          case U128 -> code.u128(offset).toString();
          case U256 -> code.u256(offset).toString();
          case SIGNATURE_AND_COUNT ->
              names.types(code.index(offset)) + ", " + Long.toUnsignedString(code.u64(offset));
          default -> operand(opcode.operand(), code.index(offset));
        };
    return operand.isEmpty() ? opcode.mnemonic() : opcode.mnemonic() + " " + operand;
  }

  private String operand(OperandKind kind, int index) {
    return switch (kind) {
      case LOCAL -> index + " // " + locals.type(index);
      case CONSTANT ->
          UnitNames.text(
              unit.constants(),
              index,
              c -> index + " // " + names.type(c.type()) + " 0x" + shortened(c.data().toHex()));
      case FUNCTION -> names.function(index) + signature(index);
      case FUNCTION_INSTANTIATION ->
          UnitNames.text(
              unit.functionInstantiations(),
              index,
              i ->
                  names.function(i.target())
                      + names.typeArguments(i.typeArguments())
                      + signature(i.target()));
      case STRUCT -> struct(unit, names, index);
      case SIGNATURE -> names.types(index);
      case BRANCH_TARGET -> Integer.toString(index);
      default -> unit instanceof CompiledModule module ? member(module, kind, index) : "?" + index;
    };
  }

  private String member(CompiledModule module, OperandKind kind, int index) {
    return switch (kind) {
      case STRUCT_INSTANTIATION ->
          UnitNames.text(
              module.structInstantiations(),
              index,
              i -> struct(unit, names, i.target()) + names.typeArguments(i.typeArguments()));
      case FIELD -> field(module, index, "");
      case FIELD_INSTANTIATION ->
          UnitNames.text(
              module.fieldInstantiations(),
              index,
              i -> field(module, i.target(), names.typeArguments(i.typeArguments())));
      case VARIANT -> variant(module, index, "");
      case VARIANT_INSTANTIATION ->
          UnitNames.text(
              module.variantInstantiations(),
              index,
              i -> variant(module, i.target(), names.typeArguments(i.typeArguments())));
      case VARIANT_FIELD -> variantField(module, index, "");
      case VARIANT_FIELD_INSTANTIATION ->
          UnitNames.text(
              module.variantFieldInstantiations(),
              index,
              i -> variantField(module, i.target(), names.typeArguments(i.typeArguments())));
      default -> "?" + index;
    };
  }

  private static String shortened(String hex) {
    return hex.length() <= 64 ? hex : hex.substring(0, 64) + "...";
  }

  /** Parameter and return types of a function. */
  private String signature(int function) {
    if (function >= unit.functionHandles().size()) {
      return "";
    }
    FunctionHandle handle = unit.functionHandles().get(function);
    return "(" + names.types(handle.parameters()) + "): (" + names.types(handle.returns()) + ")";
  }

  /** The name of a struct definition. */
  static String struct(CompiledUnit unit, UnitNames names, int index) {
    return unit instanceof CompiledModule module
        ? UnitNames.text(module.structs(), index, s -> names.structHandle(s.handle()))
        : "?" + index;
  }

  private String field(CompiledModule module, int index, String arguments) {
    return UnitNames.text(
        module.fields(),
        index,
        f ->
            struct(unit, names, f.struct())
                + arguments
                + "."
                + UnitNames.text(
                    module.structs(),
                    f.struct(),
                    s ->
                        s.layout() instanceof Fields layout
                            ? fieldName(layout.fields(), f.field())
                            : "?" + f.field()));
  }

  private String fieldName(List<FieldDefinition> fields, int index) {
    return UnitNames.text(
        fields, index, f -> names.identifier(f.name()) + " // " + names.type(f.type()));
  }

  private static List<VariantDefinition> variants(CompiledModule module, int struct) {
    return struct < module.structs().size()
            && module.structs().get(struct).layout() instanceof Variants layout
        ? layout.variants()
        : List.of();
  }

  private String variantName(CompiledModule module, int struct, int variant) {
    return UnitNames.text(variants(module, struct), variant, v -> names.identifier(v.name()));
  }

  private String variant(CompiledModule module, int index, String arguments) {
    return UnitNames.text(
        module.variants(),
        index,
        v ->
            struct(unit, names, v.struct())
                + arguments
                + "::"
                + variantName(module, v.struct(), v.variant()));
  }

  private String variantField(CompiledModule module, int index, String arguments) {
    return UnitNames.text(
        module.variantFields(),
        index,
        h -> {
          String which =
              h.variants().stream()
                  .map(v -> variantName(module, h.struct(), v))
                  .collect(Collectors.joining("|"));
          int first = h.variants().isEmpty() ? -1 : h.variants().get(0);
          String field =
              UnitNames.text(
                  variants(module, h.struct()), first, v -> fieldName(v.fields(), h.field()));
          return struct(unit, names, h.struct()) + arguments + "::" + which + "." + field;
        });
  }
}
