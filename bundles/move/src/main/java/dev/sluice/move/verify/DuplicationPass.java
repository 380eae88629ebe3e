/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantDefinition;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * No table holds an element twice, so that an index names it; what the module declares belongs to
 * it; all it names as its own is declared; no struct is empty.
 */
final class DuplicationPass {
  private record Name(int module, int name) {}

  private DuplicationPass() {}

  static void verify(UnitView view) {
    CompiledUnit unit = view.unit();
    unique(unit.identifiers(), "identifier");
    unique(unit.addresses(), "address");
    unique(unit.constants(), "constant");
    unique(unit.signatures(), "signature");
    unique(unit.moduleHandles(), "module handle");
    if (view.isModule()) {
      unique(view.module().friends(), "friend");
    }
    unique(unit.structHandles(), h -> new Name(h.module(), h.name()), "struct handle");
    unique(unit.functionHandles(), h -> new Name(h.module(), h.name()), "function handle");
    unique(unit.functionInstantiations(), "function instantiation");
    if (view.isModule()) {
      module(view.module());
    }
  }

  private static void module(CompiledModule module) {
    unique(module.fields(), "field");
    unique(module.fieldInstantiations(), "field instantiation");
    unique(module.variantFields(), "variant field");
    unique(module.variantFieldInstantiations(), "variant field instantiation");
    unique(module.variants(), "variant");
    unique(module.variantInstantiations(), "variant instantiation");
    functions(module);
    structs(module);
    unique(module.structInstantiations(), "struct instantiation");
  }

  private static void functions(CompiledModule module) {
    unique(module.functions(), FunctionDefinition::handle, "function");
    for (FunctionDefinition function : module.functions()) {
      Set<Integer> acquires = new HashSet<>();
      if (!function.acquires().stream().allMatch(acquires::add)) {
        throw MoveException.of(
            StatusCode.DUPLICATE_ACQUIRES_ANNOTATION, module.name(function) + " acquires twice");
      }
    }
    BitSet declared = new BitSet();
    for (FunctionDefinition function : module.functions()) {
      own(module, module.functionHandles().get(function.handle()).module());
      declared.set(function.handle());
    }
    for (int i = 0; i < module.functionHandles().size(); i++) {
      FunctionHandle handle = module.functionHandles().get(i);
      declared(module, handle.module(), handle.name(), declared.get(i));
    }
  }

  private static void structs(CompiledModule module) {
    unique(module.structs(), StructDefinition::handle, "struct");
    for (StructDefinition struct : module.structs()) {
      if (struct.layout() instanceof StructDefinition.Fields layout) {
        if (layout.fields().isEmpty()) {
          throw MoveException.of(
              StatusCode.ZERO_SIZED_STRUCT, module.name(struct) + " has no field");
        }
        unique(layout.fields(), FieldDefinition::name, "field name");
      } else if (struct.layout() instanceof StructDefinition.Variants layout) {
        unique(layout.variants(), VariantDefinition::name, "variant name");
        layout.variants().forEach(v -> unique(v.fields(), FieldDefinition::name, "field name"));
      }
    }
    BitSet declared = new BitSet();
    for (StructDefinition struct : module.structs()) {
      own(module, module.structHandles().get(struct.handle()).module());
      declared.set(struct.handle());
    }
    for (int i = 0; i < module.structHandles().size(); i++) {
      StructHandle handle = module.structHandles().get(i);
      declared(module, handle.module(), handle.name(), declared.get(i));
    }
  }

  private static void own(CompiledModule module, int owner) {
    if (owner != module.self()) {
      throw MoveException.of(StatusCode.INVALID_MODULE_HANDLE, "a definition for another module");
    }
  }

  private static void declared(CompiledModule module, int owner, int name, boolean declared) {
    if (owner == module.self() && !declared) {
      throw MoveException.of(
          StatusCode.UNIMPLEMENTED_HANDLE, module.identifiers().get(name) + " is not declared");
    }
  }

  private static void unique(List<?> table, String what) {
    unique(table, element -> element, what);
  }

  private static <T> void unique(List<T> table, Function<T, ?> key, String what) {
    Set<Object> seen = new HashSet<>(table.size() * 2);
    for (int i = 0; i < table.size(); i++) {
      if (!seen.add(key.apply(table.get(i)))) {
        throw MoveException.of(StatusCode.DUPLICATE_ELEMENT, what + " " + i + " is a duplicate");
      }
    }
  }
}
