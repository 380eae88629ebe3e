/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;

/**
 * Code is not empty, control cannot run off its end, loops have one entry and are not nested too
 * deeply. Gives the control flow graph.
 */
final class ControlFlowPass {
  /** The last version whose loops are checked by their place in the code. */
  private static final int LEGACY_VERSION = 5;

  private ControlFlowPass() {}

  static ControlFlowGraph verify(FunctionView function, VerifierLimits limits) {
    int length = function.code().length();
    if (length == 0) {
      throw MoveException.of(StatusCode.EMPTY_CODE_UNIT, "function " + function.index());
    }
    if (!function.code().opcode(length - 1).isUnconditionalBranch()) {
      throw function.refusal(StatusCode.INVALID_FALL_THROUGH, length - 1);
    }
    ControlFlowGraph graph = new ControlFlowGraph(function.code());
    if (function.unit().unit().version() <= LEGACY_VERSION) {
      LegacyLoops.verify(function, limits.loopDepth());
    } else {
      Loops.verify(function, graph, limits.loopDepth());
    }
    return graph;
  }
}
