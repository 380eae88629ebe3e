/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.StatusCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Every loop has one entry and loops are not nested too deeply, by the algorithm of Tarjan, Testing
 * flow graph reducibility, 1974. Nodes are numbered in preorder of a depth-first spanning tree.
 */
final class Loops {
  private static final int UNVISITED = -1;

  private record Step(int from, int block, boolean leave) {}

  private final ControlFlowGraph graph;

  /** Number of nodes below each node in the tree. */
  private final int[] descendants;

  private final int[] blockOf;
  private final List<List<Integer>> backEdges = new ArrayList<>();
  private final List<List<Integer>> otherEdges = new ArrayList<>();

  /** Parents in a forest whose roots are the heads of the loops found so far. */
  private final int[] head;

  private final int[] depth;
  private int nodes;

  private Loops(ControlFlowGraph graph) {
    this.graph = graph;
    int blocks = graph.blockCount();
    descendants = new int[blocks];
    blockOf = new int[blocks];
    head = new int[blocks];
    depth = new int[blocks];
    number(blocks);
  }

  static void verify(FunctionView function, ControlFlowGraph graph, int maxDepth) {
    Loops loops = new Loops(graph);
    for (int node = loops.nodes - 1; node >= 0; node--) {
      if (!loops.backEdges.get(node).isEmpty()) {
        loops.collapse(function, node, maxDepth);
      }
    }
  }

  private void number(int blocks) {
    int[] nodeOf = new int[blocks];
    Arrays.fill(nodeOf, UNVISITED);
    boolean[] done = new boolean[blocks];
    Deque<Step> todo = new ArrayDeque<>();
    enter(0, nodeOf, todo);
    while (!todo.isEmpty()) {
      Step step = todo.pop();
      int node = nodeOf[step.block];
      if (step.leave) {
        descendants[step.from] += 1 + descendants[node];
        done[node] = true;
      } else if (node == UNVISITED) {
        todo.push(new Step(step.from, step.block, true));
        int entered = enter(step.block, nodeOf, todo);
        otherEdges.get(entered).add(step.from);
      } else {
        (done[node] ? otherEdges : backEdges).get(node).add(step.from);
      }
    }
  }

  private int enter(int block, int[] nodeOf, Deque<Step> todo) {
    int node = nodes++;
    nodeOf[block] = node;
    blockOf[node] = block;
    head[node] = node;
    backEdges.add(new ArrayList<>());
    otherEdges.add(new ArrayList<>());
    for (int successor : graph.successors(block)) {
      todo.push(new Step(node, successor, false));
    }
    return node;
  }

  /** Makes the loop with this head one node, after the loops inside it. */
  private void collapse(FunctionView function, int loop, int maxDepth) {
    TreeSet<Integer> body = new TreeSet<>();
    for (int node : backEdges.get(loop)) {
      if (headOf(node) != loop) {
        body.add(headOf(node));
      }
    }
    Deque<Integer> todo = new ArrayDeque<>(body);
    while (!todo.isEmpty()) {
      for (int edge : otherEdges.get(todo.removeLast())) {
        int node = headOf(edge);
        if (node < loop || node > loop + descendants[loop]) {
          throw function.refusal(StatusCode.INVALID_LOOP_SPLIT, graph.start(blockOf[node]));
        }
        if (node != loop && body.add(node)) {
          todo.addLast(node);
        }
      }
    }
    int inner = depth[loop];
    for (int node : body) {
      head[node] = loop;
      inner = Math.max(inner, depth[node]);
    }
    depth[loop] = inner + 1;
    if (depth[loop] > maxDepth) {
      throw function.refusal(StatusCode.LOOP_MAX_DEPTH_REACHED, graph.start(blockOf[loop]));
    }
  }

  /** The head of the outermost loop found so far around a node, with path compression. */
  private int headOf(int node) {
    int root = node;
    while (head[root] != root) {
      root = head[root];
    }
    for (int n = node; head[n] != root && n != root; ) {
      int next = head[n];
      head[n] = root;
      n = next;
    }
    return root;
  }
}
