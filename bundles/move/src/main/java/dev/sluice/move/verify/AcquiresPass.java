/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FunctionDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The acquires list of a function names exactly the structs that it, or a function of the module
 * that it calls, borrows or moves from global storage. {@link ReferenceSafetyPass} relies on it.
 */
final class AcquiresPass {
  private final UnitView unit;

  /** The acquires list of the function with each handle, empty for those of other modules. */
  private final List<List<Integer>> byHandle;

  AcquiresPass(UnitView unit) {
    this.unit = unit;
    int handles = unit.unit().functionHandles().size();
    this.byHandle = new ArrayList<>(Collections.nCopies(handles, List.of()));
    if (unit.isModule()) {
      CompiledModule module = unit.module();
      for (FunctionDefinition function : module.functions()) {
        byHandle.set(function.handle(), function.acquires());
      }
    }
  }

  /** What a function of the module acquires, nothing for other functions. */
  List<Integer> of(int functionHandle) {
    return byHandle.get(functionHandle);
  }

  void verify(FunctionView function) {
    Set<Integer> declared = new HashSet<>(function.acquires());
    Set<Integer> actual = new HashSet<>();
    for (int pc = 0; pc < function.code().length(); pc++) {
      for (int struct : acquired(function, pc)) {
        if (!declared.contains(struct)) {
          throw function.refusal(StatusCode.MISSING_ACQUIRES_ANNOTATION, pc);
        }
        actual.add(struct);
      }
    }
    for (int struct : function.acquires()) {
      if (!actual.contains(struct)) {
        throw refusal(StatusCode.EXTRANEOUS_ACQUIRES_ANNOTATION, function, struct);
      } else if (!unit.handleOf(struct).abilities().has(Ability.KEY)) {
        throw refusal(StatusCode.INVALID_ACQUIRES_ANNOTATION, function, struct);
      }
    }
  }

  private List<Integer> acquired(FunctionView function, int pc) {
    return switch (function.code().opcode(pc)) {
      case CALL, CALL_GENERIC -> of(unit.functionOperand(function.code(), pc).index());
      case MOVE_FROM,
          MOVE_FROM_GENERIC,
          MUT_BORROW_GLOBAL,
          MUT_BORROW_GLOBAL_GENERIC,
          IMM_BORROW_GLOBAL,
          IMM_BORROW_GLOBAL_GENERIC ->
          List.of(unit.structOperand(function.code(), pc).struct());
      default -> List.of();
    };
  }

  private MoveException refusal(StatusCode status, FunctionView function, int struct) {
    String name = unit.module().name(unit.struct(struct));
    return MoveException.of(status, "function " + function.index() + " acquires " + name);
  }
}
