/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantDefinition;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module or script seen by the passes: follows the indices of instructions to what they mean.
 * Everything but {@link #unit} relies on {@link BoundsPass}.
 */
final class UnitView {
  private final CompiledUnit unit;
  private final @Nullable CompiledModule module;
  private final TypeAbilities abilities = new TypeAbilities(this);

  UnitView(CompiledModule module) {
    this.unit = module;
    this.module = module;
  }

  UnitView(CompiledScript script) {
    this.unit = script;
    this.module = null;
  }

  CompiledUnit unit() {
    return unit;
  }

  boolean isModule() {
    return module != null;
  }

  /** The module; a script that uses what only modules have is refused. */
  CompiledModule module() {
    if (module == null) {
      throw MoveException.of(
          StatusCode.INVALID_OPERATION_IN_SCRIPT, "the instruction is for modules only");
    }
    return module;
  }

  Signature signature(int index) {
    return unit.signatures().get(index);
  }

  /** The types in the signature, none for {@link StructOperand#NONE}. */
  List<SignatureToken> typeArguments(int signature) {
    return signature == StructOperand.NONE ? List.of() : signature(signature).tokens();
  }

  StructHandle structHandle(int index) {
    return unit.structHandles().get(index);
  }

  FunctionHandle functionHandle(int index) {
    return unit.functionHandles().get(index);
  }

  StructDefinition struct(int index) {
    return module().structs().get(index);
  }

  /** The handle of a struct definition. */
  StructHandle handleOf(int struct) {
    return structHandle(struct(struct).handle());
  }

  /** The struct operand of the instruction at {@code offset}. */
  StructOperand structOperand(Code code, int offset) {
    int index = code.index(offset);
    return switch (code.opcode(offset).operand()) {
      case STRUCT -> {
        module();
        yield new StructOperand(index, StructOperand.NONE, StructOperand.NONE);
      }
      case STRUCT_INSTANTIATION -> structInstantiation(index);
      case VARIANT -> {
        VariantHandle variant = module().variants().get(index);
        yield new StructOperand(variant.struct(), variant.variant(), StructOperand.NONE);
      }
      case VARIANT_INSTANTIATION -> variantInstantiation(index);
      default -> throw new IllegalArgumentException("no struct operand");
    };
  }

  StructOperand structInstantiation(int index) {
    Instantiation inst = module().structInstantiations().get(index);
    return new StructOperand(inst.target(), StructOperand.NONE, inst.typeArguments());
  }

  StructOperand variantInstantiation(int index) {
    Instantiation inst = module().variantInstantiations().get(index);
    VariantHandle variant = module().variants().get(inst.target());
    return new StructOperand(variant.struct(), variant.variant(), inst.typeArguments());
  }

  /** The field operand of the instruction at {@code offset}. */
  FieldOperand fieldOperand(Code code, int offset) {
    int index = code.index(offset);
    return switch (code.opcode(offset).operand()) {
      case FIELD -> field(index, StructOperand.NONE);
      case FIELD_INSTANTIATION -> fieldInstantiation(index);
      case VARIANT_FIELD -> variantField(index, StructOperand.NONE);
      case VARIANT_FIELD_INSTANTIATION -> variantFieldInstantiation(index);
      default -> throw new IllegalArgumentException("no field operand");
    };
  }

  FieldOperand fieldInstantiation(int index) {
    Instantiation inst = module().fieldInstantiations().get(index);
    return field(inst.target(), inst.typeArguments());
  }

  FieldOperand variantFieldInstantiation(int index) {
    Instantiation inst = module().variantFieldInstantiations().get(index);
    return variantField(inst.target(), inst.typeArguments());
  }

  private FieldOperand field(int index, int typeArguments) {
    FieldHandle field = module().fields().get(index);
    return new FieldOperand(field.struct(), field.field(), List.of(), false, typeArguments);
  }

  private FieldOperand variantField(int index, int typeArguments) {
    VariantFieldHandle field = module().variantFields().get(index);
    return new FieldOperand(field.struct(), field.field(), field.variants(), true, typeArguments);
  }

  /** The function operand of the call at {@code offset}. */
  FunctionOperand functionOperand(Code code, int offset) {
    int index = code.index(offset);
    return switch (code.opcode(offset).operand()) {
      case FUNCTION -> new FunctionOperand(index, functionHandle(index), StructOperand.NONE);
      case FUNCTION_INSTANTIATION -> functionInstantiation(index);
      default -> throw new IllegalArgumentException("no function operand");
    };
  }

  FunctionOperand functionInstantiation(int index) {
    Instantiation inst = unit.functionInstantiations().get(index);
    return new FunctionOperand(inst.target(), functionHandle(inst.target()), inst.typeArguments());
  }

  /** Fields of a struct, or of a variant of an enum; none if there is no such variant. */
  static List<FieldDefinition> fields(StructDefinition struct, int variant) {
    if (struct.layout() instanceof StructDefinition.Fields layout) {
      return layout.fields();
    }
    List<VariantDefinition> variants = variants(struct);
    return variant >= 0 && variant < variants.size() ? variants.get(variant).fields() : List.of();
  }

  /** Variants of an enum, none for a struct. */
  static List<VariantDefinition> variants(StructDefinition struct) {
    return struct.layout() instanceof StructDefinition.Variants layout
        ? layout.variants()
        : List.of();
  }

  /** All fields of a struct or of all variants of an enum. */
  static List<FieldDefinition> allFields(StructDefinition struct) {
    return struct.layout() instanceof StructDefinition.Variants layout
        ? layout.variants().stream().flatMap(v -> v.fields().stream()).toList()
        : fields(struct, StructOperand.NONE);
  }

  /** The abilities of a type whose type parameters have the abilities {@code context}. */
  AbilitySet abilities(SignatureToken type, List<AbilitySet> context) {
    return abilities.of(type, context);
  }

  /** The abilities that the components of a type must have for the type to have these. */
  static AbilitySet required(AbilitySet abilities) {
    int bits = abilities.bits() & AbilitySet.PRIMITIVE.bits();
    return AbilitySet.ofBits(abilities.has(Ability.KEY) ? bits | Ability.STORE.bit() : bits);
  }
}
