/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.model;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.model.ModelValues.Cell;
import dev.sluice.move.model.ModelValues.Obj;
import dev.sluice.move.model.ModelValues.Sig;
import dev.sluice.move.model.ModelValues.Vec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds definitions and reads values by their type. */
final class ModelTypes {
  private final Map<ModuleId, CompiledModule> modules;

  ModelTypes(Map<ModuleId, CompiledModule> modules) {
    this.modules = modules;
  }

  CompiledModule module(ModuleId id) {
    return Objects.requireNonNull(modules.get(id), id.toString());
  }

  static FunctionDefinition function(CompiledModule module, String name) {
    return module.functions().stream()
        .filter(f -> module.name(f).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static StructDefinition struct(CompiledModule module, String name) {
    return module.structs().stream()
        .filter(s -> module.name(s).equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The tag of a type without references. */
  static TypeTag tag(CompiledUnit unit, SignatureToken token, List<TypeTag> arguments) {
    if (token instanceof SignatureToken.Primitive primitive) {
      return TypeTag.Primitive.valueOf(primitive.name());
    } else if (token instanceof SignatureToken.Vector vector) {
      return new TypeTag.Vector(tag(unit, vector.element(), arguments));
    } else if (token instanceof SignatureToken.TypeParameter parameter) {
      return arguments.get(parameter.index());
    } else if (token instanceof SignatureToken.Struct struct) {
      return tag(unit, struct.handle(), List.of());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      return tag(
          unit,
          struct.handle(),
          struct.arguments().stream().map(t -> tag(unit, t, arguments)).toList());
    }
    return tag(unit, target(token), arguments);
  }

  static SignatureToken target(SignatureToken token) {
    if (token instanceof SignatureToken.Reference reference) {
      return reference.target();
    }
    return token instanceof SignatureToken.MutableReference reference ? reference.target() : token;
  }

  static StructTag tag(CompiledUnit unit, int handle, List<TypeTag> arguments) {
    StructHandle struct = unit.structHandles().get(handle);
    ModuleId module = unit.moduleOf(struct);
    return new StructTag(
        module.address(), module.name(), unit.identifiers().get(struct.name()), arguments);
  }

  /** Reads a value. */
  Object read(BcsReader in, TypeTag tag) {
    if (tag instanceof TypeTag.Vector vector) {
      Vec vec = new Vec();
      int count = in.length();
      for (int i = 0; i < count; i++) {
        vec.elements.add(new Cell(read(in, vector.element())));
      }
      return vec;
    } else if (tag instanceof StructTag struct) {
      return readStruct(in, struct);
    }
    return switch ((TypeTag.Primitive) tag) {
      case BOOL -> in.bool();
      case U8 -> ModelValues.number(in, 8);
      case U16 -> ModelValues.number(in, 16);
      case U32 -> ModelValues.number(in, 32);
      case U64 -> ModelValues.number(in, 64);
      case U128 -> ModelValues.number(in, 128);
      case U256 -> ModelValues.number(in, 256);
      case ADDRESS -> in.address();
      case SIGNER -> new Sig(in.address());
    };
  }

  private Obj readStruct(BcsReader in, StructTag tag) {
    CompiledModule module = module(new ModuleId(tag.address(), tag.module()));
    StructDefinition definition = struct(module, tag.name());
    List<FieldDefinition> fields;
    int variant = -1;
    if (definition.layout() instanceof StructDefinition.Variants variants) {
      variant = in.variant(variants.variants().size());
      fields = variants.variants().get(variant).fields();
    } else {
      fields = ((StructDefinition.Fields) definition.layout()).fields();
    }
    Obj obj = new Obj(variant);
    for (FieldDefinition field : fields) {
      obj.fields.add(new Cell(read(in, tag(module, field.type(), tag.typeArguments()))));
    }
    return obj;
  }
}
