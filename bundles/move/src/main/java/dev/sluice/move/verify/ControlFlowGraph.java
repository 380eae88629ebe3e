/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.Code;
import dev.sluice.move.format.Opcode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The basic blocks of a function, numbered in the order of their code, and the order in which an
 * analysis visits them: reverse postorder, with back edges as in Bourdoncle, Efficient chaotic
 * iteration strategies with widenings, 1993, section 4.1.
 */
final class ControlFlowGraph {
  /** Stands for a block that no path from the start reaches, or for no block. */
  static final int NONE = -1;

  private enum Visit {
    NEW,
    OPEN,
    DONE
  }

  private final int[] starts;
  private final int codeLength;
  private final int[][] successors;
  private final int[] order;
  private final int[] position;
  private final Set<Long> backEdges = new HashSet<>();

  /** Builds the graph of code that is not empty and whose branches stay inside it. */
  ControlFlowGraph(Code code) {
    codeLength = code.length();
    BitSet leaders = new BitSet(codeLength);
    leaders.set(0);
    for (int pc = 0; pc < codeLength; pc++) {
      Opcode opcode = code.opcode(pc);
      if (opcode.isBranch()) {
        leaders.set(code.index(pc));
      }
      if ((opcode.isBranch() || opcode.isUnconditionalBranch()) && pc + 1 < codeLength) {
        leaders.set(pc + 1);
      }
    }
    starts = leaders.stream().toArray();
    int[] blockAt = new int[codeLength];
    for (int block = 0; block < starts.length; block++) {
      blockAt[starts[block]] = block;
    }
    successors = new int[starts.length][];
    for (int block = 0; block < starts.length; block++) {
      successors[block] = successors(code, end(block), blockAt);
    }
    order = visit();
    position = new int[starts.length];
    Arrays.fill(position, NONE);
    for (int i = 0; i < order.length; i++) {
      position[order[i]] = i;
    }
  }

  private static int[] successors(Code code, int last, int[] blockAt) {
    Opcode opcode = code.opcode(last);
    int next = opcode.isUnconditionalBranch() || last + 1 == code.length() ? NONE : last + 1;
    int target = opcode.isBranch() ? code.index(last) : NONE;
    if (next == NONE || next == target) {
      return target == NONE ? new int[0] : new int[] {blockAt[target]};
    } else if (target == NONE) {
      return new int[] {blockAt[next]};
    }
    return new int[] {blockAt[Math.min(target, next)], blockAt[Math.max(target, next)]};
  }

  private int[] visit() {
    Visit[] visits = new Visit[starts.length];
    Arrays.fill(visits, Visit.NEW);
    int[] postorder = new int[starts.length];
    int count = 0;
    Deque<Integer> todo = new ArrayDeque<>();
    todo.push(0);
    while (!todo.isEmpty()) {
      int block = todo.pop();
      if (visits[block] == Visit.OPEN) {
        postorder[count++] = block;
        visits[block] = Visit.DONE;
      } else if (visits[block] == Visit.NEW) {
        visits[block] = Visit.OPEN;
        todo.push(block);
        for (int successor : successors[block]) {
          if (visits[successor] == Visit.NEW) {
            todo.push(successor);
          } else if (visits[successor] == Visit.OPEN) {
            backEdges.add(edge(block, successor));
          }
        }
      }
    }
    int[] reverse = new int[count];
    for (int i = 0; i < count; i++) {
      reverse[i] = postorder[count - 1 - i];
    }
    return reverse;
  }

  private static long edge(int from, int to) {
    return (long) from << 32 | to;
  }

  /** Number of blocks, reachable or not. */
  int blockCount() {
    return starts.length;
  }

  /** Offset of the first instruction of a block. */
  int start(int block) {
    return starts[block];
  }

  /** Offset of the last instruction of a block. */
  int end(int block) {
    return (block + 1 < starts.length ? starts[block + 1] : codeLength) - 1;
  }

  /** Blocks that may follow, in ascending order. */
  int[] successors(int block) {
    return successors[block];
  }

  /** Place of a reachable block in the order of visits. */
  int position(int block) {
    return position[block];
  }

  /** The block visited after this one, or {@link #NONE}. */
  int next(int block) {
    int next = position[block] + 1;
    return next < order.length ? order[next] : NONE;
  }

  /** Whether the edge closes a loop. */
  boolean isBackEdge(int from, int to) {
    return backEdges.contains(edge(from, to));
  }
}
