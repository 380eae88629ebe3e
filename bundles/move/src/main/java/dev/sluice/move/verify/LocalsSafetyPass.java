/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.Code;
import java.util.Arrays;

/**
 * Locals are used only while they have a value, and no value without drop is lost: overwritten, or
 * left behind at a return.
 */
final class LocalsSafetyPass extends FixedPoint<byte[]> {
  private static final long STEP_COST = 15;
  private static final long RETURN_LOCAL_COST = 30;
  private static final long JOIN_COST = 10;
  private static final long JOIN_LOCAL_COST = 5;

  /** No value on any path here. */
  private static final byte UNSET = 0;

  /** A value on some paths. */
  private static final byte MAYBE = 1;

  /** A value on every path. */
  private static final byte SET = 2;

  private final FunctionView function;
  private final Code code;
  private final Meter meter;
  private final boolean[] droppable;

  private LocalsSafetyPass(FunctionView function, Meter meter) {
    this.function = function;
    this.code = function.code();
    this.meter = meter;
    this.droppable = new boolean[function.locals().size()];
    for (int i = 0; i < droppable.length; i++) {
      droppable[i] = function.abilities(function.locals().get(i)).has(Ability.DROP);
    }
  }

  static void verify(FunctionView function, ControlFlowGraph graph, Meter meter) {
    byte[] initial = new byte[function.locals().size()];
    Arrays.fill(initial, 0, function.parameters().size(), SET);
    new LocalsSafetyPass(function, meter).run(graph, initial);
  }

  @Override
  byte[] copy(byte[] state) {
    return state.clone();
  }

  @Override
  void execute(byte[] locals, int pc) {
    meter.add(STEP_COST);
    switch (code.opcode(pc)) {
      case ST_LOC -> {
        int local = code.index(pc);
        if (locals[local] != UNSET && !droppable[local]) {
          throw function.refusal(StatusCode.STLOC_UNSAFE_TO_DESTROY_ERROR, pc);
        }
        locals[local] = SET;
      }
      case MOVE_LOC -> {
        requireSet(locals, pc, StatusCode.MOVELOC_UNAVAILABLE_ERROR);
        locals[code.index(pc)] = UNSET;
      }
      case COPY_LOC -> requireSet(locals, pc, StatusCode.COPYLOC_UNAVAILABLE_ERROR);
      case MUT_BORROW_LOC, IMM_BORROW_LOC ->
          requireSet(locals, pc, StatusCode.BORROWLOC_UNAVAILABLE_ERROR);
      case RET -> {
        meter.add(RETURN_LOCAL_COST, locals.length);
        for (int i = 0; i < locals.length; i++) {
          if (locals[i] != UNSET && !droppable[i]) {
            throw function.refusal(StatusCode.UNSAFE_RET_UNUSED_VALUES_WITHOUT_DROP, pc);
          }
        }
      }
      default -> {}
    }
  }

  private void requireSet(byte[] locals, int pc, StatusCode status) {
    if (locals[code.index(pc)] != SET) {
      throw function.refusal(status, pc);
    }
  }

  @Override
  boolean join(byte[] into, byte[] other) {
    meter.add(JOIN_COST);
    meter.add(JOIN_LOCAL_COST, into.length);
    boolean changed = false;
    for (int i = 0; i < into.length; i++) {
      if (into[i] != other[i] && into[i] != MAYBE) {
        into[i] = MAYBE;
        changed = true;
      }
    }
    return changed;
  }
}
