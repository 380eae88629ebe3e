/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantDefinition;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * No table holds an element twice, so that an index names it; what the module declares belongs to
 * it; all it names as its own is declared; no struct is empty.
 */
final class DuplicationPass {
  private DuplicationPass() {}

  static void verify(UnitView view) {
    CompiledUnit unit = view.unit();
    unique(unit.identifiers(), "identifier");
    unique(unit.addresses(), "address");
    unique(unit.constants(), TableKeys::constant, "constant");
    unique(unit.signatures(), TableKeys::signature, "signature");
    unique(unit.moduleHandles(), h -> key(h.address(), h.name()), "module handle");
    if (view.isModule()) {
      unique(view.module().friends(), h -> key(h.address(), h.name()), "friend");
    }
    unique(unit.structHandles(), h -> key(h.module(), h.name()), "struct handle");
    unique(unit.functionHandles(), h -> key(h.module(), h.name()), "function handle");
    instantiations(unit.functionInstantiations(), "function");
    if (view.isModule()) {
      module(view.module());
    }
  }

  private static void module(CompiledModule module) {
    unique(module.fields(), f -> key(f.struct(), f.field()), "field");
    instantiations(module.fieldInstantiations(), "field");
    unique(module.variantFields(), TableKeys::variantField, "variant field");
    instantiations(module.variantFieldInstantiations(), "variant field");
    unique(module.variants(), v -> key(v.struct(), v.variant()), "variant");
    instantiations(module.variantInstantiations(), "variant");
    functions(module);
    structs(module);
    instantiations(module.structInstantiations(), "struct");
  }

  private static void instantiations(List<Instantiation> table, String what) {
    unique(table, i -> key(i.target(), i.typeArguments()), what + " instantiation");
  }

  private static void functions(CompiledModule module) {
    unique(module.functions(), f -> key(f.handle()), "function");
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
    unique(module.structs(), d -> key(d.handle()), "struct");
    for (StructDefinition struct : module.structs()) {
      if (struct.layout() instanceof StructDefinition.Fields layout) {
        if (layout.fields().isEmpty()) {
          throw MoveException.of(
              StatusCode.ZERO_SIZED_STRUCT, module.name(struct) + " has no field");
        }
        unique(layout.fields(), f -> key(f.name()), "field name");
      } else if (struct.layout() instanceof StructDefinition.Variants layout) {
        unique(layout.variants(), v -> key(v.name()), "variant name");
        for (VariantDefinition variant : layout.variants()) {
          unique(variant.fields(), f -> key(f.name()), "field name");
        }
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

  private static int[] key(int... numbers) {
    return numbers;
  }

  private static <T extends Comparable<? super T>> void unique(List<T> table, String what) {
    DuplicationPass.<T, T>unique(table, element -> element, Comparator.naturalOrder(), what);
  }

  private static <T> void unique(List<T> table, Function<T, int[]> key, String what) {
    unique(table, key, Arrays::compare, what);
  }

  /** Orders the keys: unlike hashing this takes no longer for elements chosen to collide. */
  private static <T, K> void unique(
      List<T> table, Function<T, K> key, Comparator<K> order, String what) {
    Set<K> seen = new TreeSet<>(order);
    for (int i = 0; i < table.size(); i++) {
      if (!seen.add(key.apply(table.get(i)))) {
        throw MoveException.of(StatusCode.DUPLICATE_ELEMENT, what + " " + i + " is a duplicate");
      }
    }
  }
}
