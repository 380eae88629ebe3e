/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.build;

import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.OperandKind;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.VariantDefinition;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns lines of text into instructions. Operands:
 *
 * <ul>
 *   <li>branches: a label (declared as {@code name:} on a line of its own) or a number
 *   <li>locals and constants: a number; immediates: a number, decimal or 0x
 *   <li>Call {@code f} or {@code 0x1::m::f}; CallGeneric {@code f<u64>}
 *   <li>Pack, MoveTo, ...: {@code S}; the generic ones {@code S<u64>}
 *   <li>BorrowField: {@code S.f}, {@code S<u64>.f}
 *   <li>PackVariant, TestVariant, ...: {@code E::V}, {@code E<u64>::V}
 *   <li>BorrowVariantField: {@code E::V.f}, {@code E<u64>::V|W.f}
 *   <li>Vec...: the element type; VecPack, VecUnpack: the element type and a number
 *   <li>any index: {@code #n}, the raw number
 * </ul>
 */
final class CodeAssembler {
  private final UnitTables tables;
  private final List<String> typeParameters;
  private final Code.Builder code = new Code.Builder();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> targets = new HashMap<>();

  CodeAssembler(UnitTables tables, List<String> typeParameters) {
    this.tables = tables;
    this.typeParameters = typeParameters;
  }

  Code assemble(String text) {
    text.lines().flatMap(line -> List.of(line.split(";")).stream()).forEach(this::line);
    targets.forEach((at, label) -> code.setTarget(at, target(label)));
    return code.build();
  }

  private int target(String label) {
    Integer target = labels.get(label);
    return target != null ? target : Integer.parseInt(label);
  }

  private void line(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    if (text.endsWith(":")) {
      labels.put(text.substring(0, text.length() - 1), code.length());
      return;
    }
    int space = text.indexOf(' ');
    Opcode opcode = opcode(space < 0 ? text : text.substring(0, space));
    String operand = space < 0 ? "" : text.substring(space + 1).strip();
    switch (opcode.operand()) {
      case NONE -> code.add(opcode);
      case BRANCH_TARGET -> {
        targets.put(code.length(), operand);
        code.add(opcode, 0);
      }
      case U8, U16, U32, U64 -> code.load(opcode, number(operand).longValue());
      case U128 -> code.load(U128.of(number(operand)));
      case U256 -> code.load(U256.of(number(operand)));
      case SIGNATURE_AND_COUNT -> {
        int split = operand.lastIndexOf(' ');
        code.vector(
            opcode,
            index(OperandKind.SIGNATURE, operand.substring(0, split)),
            number(operand.substring(split + 1)).longValue());
      }
      default -> code.add(opcode, index(opcode.operand(), operand));
    }
  }

  private static Opcode opcode(String mnemonic) {
    for (Opcode opcode : Opcode.values()) {
      if (opcode.mnemonic().equals(mnemonic)) {
        return opcode;
      }
    }
    throw new IllegalArgumentException("no instruction " + mnemonic);
  }

  private static BigInteger number(String text) {
    return text.startsWith("0x")
        ? new BigInteger(text.substring(2), 16)
        : new BigInteger(text.replace("_", ""));
  }

  private int index(OperandKind kind, String operand) {
    if (operand.startsWith("#")) {
      return Integer.parseInt(operand.substring(1));
    }
    if (kind == OperandKind.LOCAL || kind == OperandKind.CONSTANT) {
      return Integer.parseInt(operand);
    }
    Tokens tokens = new Tokens(operand);
    if (kind == OperandKind.SIGNATURE) {
      return tables.signature(List.of(tables.type(tokens, typeParameters)));
    }
    String name = tokens.qualifiedName();
    List<SignatureToken> arguments = tables.typeArguments(tokens, typeParameters);
    int index =
        switch (kind) {
          case FUNCTION -> tables.functionHandle(name);
          case FUNCTION_INSTANTIATION ->
              instantiation(tables.functionInstantiations, tables.functionHandle(name), arguments);
          case STRUCT -> tables.structDefinition(name);
          case STRUCT_INSTANTIATION ->
              instantiation(tables.structInstantiations, tables.structDefinition(name), arguments);
          case FIELD -> field(name, tokens);
          case FIELD_INSTANTIATION ->
              instantiation(tables.fieldInstantiations, field(name, tokens), arguments);
          case VARIANT -> variant(name, tokens);
          case VARIANT_INSTANTIATION ->
              instantiation(tables.variantInstantiations, variant(name, tokens), arguments);
          case VARIANT_FIELD -> variantField(name, tokens);
          case VARIANT_FIELD_INSTANTIATION ->
              instantiation(
                  tables.variantFieldInstantiations, variantField(name, tokens), arguments);
          default -> throw new IllegalArgumentException(kind.toString());
        };
    tokens.expectEnd();
    return index;
  }

  private int instantiation(List<Instantiation> table, int target, List<SignatureToken> arguments) {
    return UnitTables.intern(table, new Instantiation(target, tables.signature(arguments)));
  }

  private int field(String struct, Tokens tokens) {
    int definition = tables.structDefinition(struct);
    tokens.expect(".");
    StructDefinition.Fields layout =
        (StructDefinition.Fields) tables.structs.get(definition).layout();
    int position = position(layout.fields(), tokens.take());
    return UnitTables.intern(tables.fields, new FieldHandle(definition, position));
  }

  private int position(List<FieldDefinition> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (tables.identifiers.get(fields.get(i).name()).equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no field " + name);
  }

  private List<VariantDefinition> variants(int definition) {
    return ((StructDefinition.Variants) tables.structs.get(definition).layout()).variants();
  }

  private int variantNumber(int definition, String name) {
    List<VariantDefinition> variants = variants(definition);
    for (int i = 0; i < variants.size(); i++) {
      if (tables.identifiers.get(variants.get(i).name()).equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no variant " + name);
  }

  private int variant(String struct, Tokens tokens) {
    int definition = tables.structDefinition(struct);
    tokens.expect("::");
    return UnitTables.intern(
        tables.variants, new VariantHandle(definition, variantNumber(definition, tokens.take())));
  }

  private int variantField(String struct, Tokens tokens) {
    int definition = tables.structDefinition(struct);
    tokens.expect("::");
    List<Integer> numbers = new ArrayList<>();
    do {
      numbers.add(variantNumber(definition, tokens.take()));
    } while (tokens.takeIf("|"));
    tokens.expect(".");
    int position = position(variants(definition).get(numbers.get(0)).fields(), tokens.take());
    return UnitTables.intern(
        tables.variantFields, new VariantFieldHandle(definition, position, numbers));
  }
}
