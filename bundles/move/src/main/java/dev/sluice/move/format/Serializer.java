/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.BcsWriter;
import dev.sluice.move.format.StructDefinition.Fields;
import dev.sluice.move.format.StructDefinition.Layout;
import dev.sluice.move.format.StructDefinition.Native;
import dev.sluice.move.format.StructDefinition.Variants;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes compiled modules and scripts, tables in one fixed order. Writes whatever the model holds,
 * valid or not: the writer of a unit is a compiler or a test, and reading checks everything.
 */
public final class Serializer {
  private final int version;
  private final Map<TableKind, BcsWriter> tables = new EnumMap<>(TableKind.class);

  private Serializer(CompiledUnit unit) {
    this.version = unit.version();
    table(TableKind.MODULE_HANDLES, unit.moduleHandles(), Serializer::moduleHandle);
    table(TableKind.STRUCT_HANDLES, unit.structHandles(), Serializer::structHandle);
    table(TableKind.FUNCTION_HANDLES, unit.functionHandles(), this::functionHandle);
    instantiations(TableKind.FUNCTION_INSTANTIATIONS, unit.functionInstantiations());
    table(TableKind.SIGNATURES, unit.signatures(), Serializer::signature);
    table(TableKind.CONSTANTS, unit.constants(), Serializer::constant);
    table(
        TableKind.METADATA,
        unit.metadata(),
        (w, entry) -> w.bytes(entry.key()).bytes(entry.value()));
    table(
        TableKind.IDENTIFIERS,
        unit.identifiers(),
        (w, name) -> w.bytes(name.getBytes(StandardCharsets.UTF_8)));
    table(TableKind.ADDRESSES, unit.addresses(), BcsWriter::address);
  }

  /** The bytes of a module. */
  public static byte[] write(CompiledModule module) {
    Serializer serializer = new Serializer(module);
    serializer.moduleTables(module);
    return serializer.unit(new BcsWriter().length(module.self()));
  }

  /** The bytes of a script. */
  public static byte[] write(CompiledScript script) {
    BcsWriter tail = new BcsWriter();
    abilitySets(tail, script.typeParameters());
    tail.length(script.parameters());
    CodeWriter.write(tail, script.code());
    return new Serializer(script).unit(tail);
  }

  private void moduleTables(CompiledModule module) {
    table(TableKind.STRUCTS, module.structs(), Serializer::struct);
    instantiations(TableKind.STRUCT_INSTANTIATIONS, module.structInstantiations());
    table(TableKind.FUNCTIONS, module.functions(), Serializer::function);
    table(
        TableKind.FIELDS,
        module.fields(),
        (w, field) -> w.length(field.struct()).length(field.field()));
    instantiations(TableKind.FIELD_INSTANTIATIONS, module.fieldInstantiations());
    table(TableKind.FRIENDS, module.friends(), Serializer::moduleHandle);
    table(TableKind.VARIANT_FIELDS, module.variantFields(), Serializer::variantField);
    instantiations(TableKind.VARIANT_FIELD_INSTANTIATIONS, module.variantFieldInstantiations());
    table(
        TableKind.VARIANTS,
        module.variants(),
        (w, variant) -> w.length(variant.struct()).length(variant.variant()));
    instantiations(TableKind.VARIANT_INSTANTIATIONS, module.variantInstantiations());
  }

  private byte[] unit(BcsWriter tail) {
    int word = version < 7 ? version : version | Limits.APTOS_FLAVOUR << 24;
    BcsWriter unit = new BcsWriter().fixedBytes(UnitLayout.magic()).u32(word).length(tables.size());
    int offset = 0;
    for (Map.Entry<TableKind, BcsWriter> table : tables.entrySet()) {
      int length = table.getValue().size();
      unit.u8(table.getKey().code()).length(offset).length(length);
      offset += length;
    }
    tables.values().forEach(table -> unit.fixedBytes(table.toBytes()));
    return unit.fixedBytes(tail.toBytes()).toByteArray();
  }

  private <T> void table(TableKind kind, List<T> elements, BiConsumer<BcsWriter, T> element) {
    if (!elements.isEmpty()) {
      BcsWriter writer = new BcsWriter();
      elements.forEach(e -> element.accept(writer, e));
      tables.put(kind, writer);
    }
  }

  private void instantiations(TableKind kind, List<Instantiation> elements) {
    table(kind, elements, (w, e) -> w.length(e.target()).length(e.typeArguments()));
  }

  private static void moduleHandle(BcsWriter w, ModuleHandle handle) {
    w.length(handle.address()).length(handle.name());
  }

  private static void structHandle(BcsWriter w, StructHandle handle) {
    w.length(handle.module()).length(handle.name()).length(handle.abilities().bits());
    w.list(
        handle.typeParameters(),
        (v, parameter) ->
            v.length(parameter.constraints().bits()).length(parameter.phantom() ? 1 : 0));
  }

  private void functionHandle(BcsWriter w, FunctionHandle handle) {
    w.length(handle.module()).length(handle.name());
    w.length(handle.parameters()).length(handle.returns());
    abilitySets(w, handle.typeParameters());
    if (version >= 7) {
      Optional<List<AccessSpecifier>> access = handle.accessSpecifiers();
      flag(w, access.isPresent());
      access.ifPresent(specifiers -> w.list(specifiers, Serializer::accessSpecifier));
    }
  }

  private static void abilitySets(BcsWriter w, List<AbilitySet> sets) {
    w.list(sets, (v, set) -> v.length(set.bits()));
  }

  private static void flag(BcsWriter w, boolean set) {
    w.u8(set ? 2 : 1);
  }

  private static void accessSpecifier(BcsWriter w, AccessSpecifier specifier) {
    w.u8(
        switch (specifier.kind()) {
          case READ -> 1;
          case WRITE -> 2;
          case ACQUIRES -> 3;
        });
    flag(w, specifier.negated());
    AccessSpecifier.Resource resource = specifier.resource();
    if (resource instanceof AccessSpecifier.DeclaredAtAddress at) {
      w.u8(2).length(at.address());
    } else if (resource instanceof AccessSpecifier.DeclaredInModule in) {
      w.u8(3).length(in.module());
    } else if (resource instanceof AccessSpecifier.ResourceType type) {
      w.u8(4).length(type.struct());
    } else if (resource instanceof AccessSpecifier.ResourceInstantiation type) {
      w.u8(5).length(type.struct()).length(type.typeArguments());
    } else {
      w.u8(1);
    }
    AccessSpecifier.Address address = specifier.address();
    if (address instanceof AccessSpecifier.Literal literal) {
      w.u8(2).length(literal.address());
    } else if (address instanceof AccessSpecifier.Parameter parameter) {
      w.u8(3).length(parameter.local());
      flag(w, parameter.function().isPresent());
      parameter.function().ifPresent(w::length);
    } else {
      w.u8(1);
    }
  }

  private static void signature(BcsWriter w, Signature signature) {
    w.list(signature.tokens(), Serializer::token);
  }

  private static void token(BcsWriter w, SignatureToken token) {
    if (token instanceof SignatureToken.Primitive primitive) {
      w.u8(primitive.code());
    } else if (token instanceof SignatureToken.Reference reference) {
      token(w.u8(0x6), reference.target());
    } else if (token instanceof SignatureToken.MutableReference reference) {
      token(w.u8(0x7), reference.target());
    } else if (token instanceof SignatureToken.Struct struct) {
      w.u8(0x8).length(struct.handle());
    } else if (token instanceof SignatureToken.TypeParameter parameter) {
      w.u8(0x9).length(parameter.index());
    } else if (token instanceof SignatureToken.Vector vector) {
      token(w.u8(0xA), vector.element());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      w.u8(0xB).length(struct.handle()).list(struct.arguments(), Serializer::token);
    }
  }

  private static void constant(BcsWriter w, Constant constant) {
    token(w, constant.type());
    w.bytes(constant.data());
  }

  private static void struct(BcsWriter w, StructDefinition struct) {
    w.length(struct.handle());
    Layout layout = struct.layout();
    if (layout instanceof Native) {
      w.u8(1);
    } else if (layout instanceof Fields declared) {
      fields(w.u8(2), declared.fields());
    } else if (layout instanceof Variants declared) {
      w.u8(3)
          .list(
              declared.variants(),
              (v, variant) -> fields(v.length(variant.name()), variant.fields()));
    }
  }

  private static void fields(BcsWriter w, List<FieldDefinition> fields) {
    w.list(fields, (v, field) -> token(v.length(field.name()), field.type()));
  }

  private static void variantField(BcsWriter w, VariantFieldHandle handle) {
    w.length(handle.struct()).length(handle.field()).list(handle.variants(), BcsWriter::length);
  }

  private static void function(BcsWriter w, FunctionDefinition function) {
    int flags =
        (function.isNative() ? FunctionFlags.NATIVE : 0)
            | (function.entry() ? FunctionFlags.ENTRY : 0);
    w.length(function.handle()).u8(function.visibility().code()).u8(flags);
    w.list(function.acquires(), BcsWriter::length);
    function.code().ifPresent(code -> CodeWriter.write(w, code));
  }
}
