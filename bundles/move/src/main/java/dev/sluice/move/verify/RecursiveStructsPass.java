/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.SignatureToken;
import java.util.Arrays;
import java.util.BitSet;

/**
 * No struct or enum of the module contains itself, not even through a vector or as a type argument.
 * Structs of other modules need not be looked at, since modules do not import each other.
 */
final class RecursiveStructsPass {
  private RecursiveStructsPass() {}

  static void verify(CompiledModule module) {
    int count = module.structs().size();
    int[] definitionOf = new int[module.structHandles().size()];
    Arrays.fill(definitionOf, StructOperand.NONE);
    for (int i = 0; i < count; i++) {
      definitionOf[module.structs().get(i).handle()] = i;
    }
    BitSet[] contains = new BitSet[count];
    for (int i = 0; i < count; i++) {
      BitSet contained = new BitSet();
      for (FieldDefinition field : UnitView.allFields(module.structs().get(i))) {
        Types.Walk walk =
            (type, depth) -> {
              int handle = handle(type);
              if (handle != StructOperand.NONE && definitionOf[handle] != StructOperand.NONE) {
                contained.set(definitionOf[handle]);
              }
            };
        walk.over(field.type());
      }
      contains[i] = contained;
    }
    int[] component = Components.of(count, i -> contains[i].stream().iterator());
    for (int i = 0; i < count; i++) {
      int self = i;
      if (contains[i].stream().anyMatch(j -> component[j] == component[self])) {
        throw MoveException.of(
            StatusCode.RECURSIVE_STRUCT_DEFINITION, module.name(module.structs().get(i)));
      }
    }
  }

  private static int handle(SignatureToken type) {
    if (type instanceof SignatureToken.Struct struct) {
      return struct.handle();
    }
    return type instanceof SignatureToken.StructInstantiation inst
        ? inst.handle()
        : StructOperand.NONE;
  }
}
