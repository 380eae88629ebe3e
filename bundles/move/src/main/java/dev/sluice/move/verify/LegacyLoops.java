/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Checks of loops for bytecode before version 6, which go by the place of instructions: a loop is
 * the code from the target of a backward jump to the last jump back to it. Jumps back go to the
 * head of the innermost loop, jumps out of a loop to the instruction after it, and no jump enters a
 * loop other than at its head.
 */
final class LegacyLoops {
  private static final int NO_LOOP = -1;

  private enum Check {
    CONTINUES,
    BREAKS,
    SPLITS
  }

  private final FunctionView function;
  private final Code code;

  /** The last jump back to each instruction, or {@link #NO_LOOP}. */
  private final int[] lastContinue;

  private LegacyLoops(FunctionView function) {
    this.function = function;
    this.code = function.code();
    this.lastContinue = new int[code.length()];
    Arrays.fill(lastContinue, NO_LOOP);
    for (int pc = 0; pc < code.length(); pc++) {
      if (isBackward(pc)) {
        lastContinue[code.index(pc)] = pc;
      }
    }
  }

  static void verify(FunctionView function, int maxDepth) {
    LegacyLoops loops = new LegacyLoops(function);
    int[] depth = loops.depths();
    loops.walk(Check.CONTINUES, depth);
    loops.walk(Check.BREAKS, depth);
    loops.walk(Check.SPLITS, depth);
    for (int pc = 0; pc < depth.length; pc++) {
      if (depth[pc] > maxDepth) {
        throw function.refusal(StatusCode.LOOP_MAX_DEPTH_REACHED, pc);
      }
    }
  }

  private boolean isBackward(int pc) {
    return code.opcode(pc).isBranch() && code.index(pc) <= pc;
  }

  private int[] depths() {
    boolean[] ends = new boolean[code.length()];
    for (int last : lastContinue) {
      if (last != NO_LOOP) {
        ends[last] = true;
      }
    }
    int[] depths = new int[code.length()];
    int depth = 0;
    for (int pc = 0; pc < depths.length; pc++) {
      if (lastContinue[pc] != NO_LOOP) {
        depth++;
      }
      depths[pc] = depth;
      if (ends[pc]) {
        depth--;
      }
    }
    return depths;
  }

  private void walk(Check check, int[] depth) {
    Deque<Integer> heads = new ArrayDeque<>();
    for (int pc = 0; pc < code.length(); pc++) {
      if (lastContinue[pc] != NO_LOOP) {
        heads.push(pc);
      }
      if (code.opcode(pc).isBranch()) {
        jump(check, pc, heads, depth);
      }
      // A backward jump is always inside the loop it makes.
      if (isBackward(pc) && lastContinue[heads.element()] == pc) {
        heads.pop();
      }
    }
  }

  private void jump(Check check, int pc, Deque<Integer> heads, int[] depth) {
    int target = code.index(pc);
    if (isBackward(pc)) {
      if (check == Check.CONTINUES && target != heads.element()) {
        throw function.refusal(StatusCode.INVALID_LOOP_CONTINUE, pc);
      }
      return;
    }
    int loopEnd = heads.isEmpty() ? Integer.MAX_VALUE : lastContinue[heads.element()];
    if (check == Check.BREAKS && target > loopEnd && target != loopEnd + 1) {
      throw function.refusal(StatusCode.INVALID_LOOP_BREAK, pc);
    } else if (check == Check.SPLITS && target <= loopEnd) {
      int before = lastContinue[target] == NO_LOOP ? depth[target] : depth[target] - 1;
      if (depth[pc] != before) {
        throw function.refusal(StatusCode.INVALID_LOOP_SPLIT, pc);
      }
    }
  }
}
