/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.verify.VerifiedModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** What the types and functions of some modules look like. Thread-safe. */
final class Layouts {
  /** A field with its type. */
  record Field(String name, TypeTag type) {}

  /**
   * A struct, or a variant of an enum.
   *
   * @param variant name of the variant; empty for a struct
   */
  record Shape(Optional<String> variant, List<Field> fields) {}

  private final LoadedModules modules;
  private final Map<ModuleId, Optional<VerifiedModule>> known = new ConcurrentHashMap<>();
  private final Map<StructTag, Optional<List<Shape>>> shapes = new ConcurrentHashMap<>();

  Layouts(LoadedModules modules) {
    this.modules = modules;
  }

  /** A module, if there is one. */
  Optional<CompiledModule> module(ModuleId id) {
    return verified(id).map(VerifiedModule::module);
  }

  private Optional<VerifiedModule> verified(ModuleId id) {
    return known.computeIfAbsent(id, modules::find);
  }

  /** The struct, or all variants of the enum; empty if there is none. */
  Optional<List<Shape>> shapes(StructTag tag) {
    return shapes.computeIfAbsent(tag, this::resolve);
  }

  private Optional<List<Shape>> resolve(StructTag tag) {
    Optional<VerifiedModule> owner = verified(new ModuleId(tag.address(), tag.module()));
    OptionalInt index =
        owner.map(module -> module.structIndex(tag.name())).orElse(OptionalInt.empty());
    if (owner.isEmpty() || index.isEmpty()) {
      return Optional.empty();
    }
    CompiledModule module = owner.get().module();
    StructDefinition.Layout layout = module.structs().get(index.getAsInt()).layout();
    if (layout instanceof StructDefinition.Fields struct) {
      return Optional.of(
          List.of(new Shape(Optional.empty(), fields(module, struct.fields(), tag))));
    } else if (layout instanceof StructDefinition.Variants variants) {
      return Optional.of(
          variants.variants().stream()
              .map(
                  variant ->
                      new Shape(
                          Optional.of(module.identifiers().get(variant.name())),
                          fields(module, variant.fields(), tag)))
              .toList());
    }
    return Optional.empty();
  }

  private static List<Field> fields(
      CompiledModule module, List<FieldDefinition> fields, StructTag tag) {
    return fields.stream()
        .map(
            field ->
                new Field(
                    module.identifiers().get(field.name()),
                    tag(module, field.type(), tag.typeArguments())))
        .toList();
  }

  /** A function of a module. */
  Optional<FunctionDefinition> function(ModuleId id, String name) {
    Optional<VerifiedModule> owner = verified(id);
    OptionalInt index = owner.map(module -> module.functionIndex(name)).orElse(OptionalInt.empty());
    return owner.isPresent() && index.isPresent()
        ? Optional.of(owner.get().module().functions().get(index.getAsInt()))
        : Optional.empty();
  }

  /**
   * Types of a function's parameters after the signers.
   *
   * @throws ApiException if the number of type arguments is another
   */
  static List<TypeTag> parameters(
      CompiledModule module, FunctionDefinition function, List<TypeTag> typeArguments) {
    FunctionHandle handle = module.functionHandles().get(function.handle());
    if (handle.typeParameters().size() != typeArguments.size()) {
      throw ApiException.invalid(
          handle.typeParameters().size()
              + " type arguments expected, "
              + typeArguments.size()
              + " given");
    }
    return module.signatures().get(handle.parameters()).tokens().stream()
        .map(token -> tag(module, target(token), typeArguments))
        .dropWhile(tag -> tag == TypeTag.Primitive.SIGNER)
        .toList();
  }

  private static SignatureToken target(SignatureToken token) {
    if (token instanceof SignatureToken.Reference reference) {
      return reference.target();
    } else if (token instanceof SignatureToken.MutableReference reference) {
      return reference.target();
    }
    return token;
  }

  private static TypeTag tag(
      CompiledModule module, SignatureToken token, List<TypeTag> typeArguments) {
    if (token instanceof SignatureToken.Primitive primitive) {
      return TypeTag.Primitive.valueOf(primitive.name());
    } else if (token instanceof SignatureToken.Vector vector) {
      return new TypeTag.Vector(tag(module, vector.element(), typeArguments));
    } else if (token instanceof SignatureToken.TypeParameter parameter) {
      return typeArguments.get(parameter.index());
    } else if (token instanceof SignatureToken.Struct struct) {
      return struct(module, struct.handle(), List.of());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      return struct(
          module,
          struct.handle(),
          struct.arguments().stream().map(a -> tag(module, a, typeArguments)).toList());
    }
    throw new IllegalStateException("no value has the type " + token);
  }

  private static StructTag struct(CompiledModule module, int handle, List<TypeTag> arguments) {
    StructHandle struct = module.structHandles().get(handle);
    ModuleId owner = module.moduleId(module.moduleHandles().get(struct.module()));
    return new StructTag(
        owner.address(), owner.name(), module.identifiers().get(struct.name()), arguments);
  }
}
