/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs an analysis over the basic blocks of a function until nothing changes: the state before a
 * block is the join of the states after the blocks that lead to it. Blocks that cannot be reached
 * are not visited.
 *
 * @param <S> what is known at a place in the code
 */
abstract class FixedPoint<S> {
  /** A copy that {@link #execute} may change. */
  abstract S copy(S state);

  /** Changes the state as the instruction at {@code pc} does. */
  abstract void execute(S state, int pc);

  /** The state after the block, from what is left after its last instruction. */
  S atEnd(S state) {
    return state;
  }

  /** Changes {@code into} to what holds in both states; tells whether that changed it. */
  abstract boolean join(S into, S other);

  final void run(ControlFlowGraph graph, S initial) {
    List<@Nullable S> before =
        new ArrayList<>(Collections.<@Nullable S>nCopies(graph.blockCount(), null));
    before.set(0, initial);
    int block = 0;
    while (block != ControlFlowGraph.NONE) {
      S state = before.get(block);
      if (state == null) {
        block = graph.next(block);
        continue;
      }
      S after = copy(state);
      for (int pc = graph.start(block); pc <= graph.end(block); pc++) {
        execute(after, pc);
      }
      block = propagate(graph, before, block, atEnd(after));
    }
  }

  private int propagate(ControlFlowGraph graph, List<@Nullable S> before, int block, S after) {
    int next = graph.next(block);
    for (int successor : graph.successors(block)) {
      S known = before.get(successor);
      if (known == null) {
        before.set(successor, copy(after));
      } else if (join(known, after) && graph.isBackEdge(block, successor)) {
        // What holds at the head of this loop has changed: start the loop again.
        if (next == ControlFlowGraph.NONE || graph.position(successor) < graph.position(next)) {
          next = successor;
        }
      }
    }
    return next;
  }
}
