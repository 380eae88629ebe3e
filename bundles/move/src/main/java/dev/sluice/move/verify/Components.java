/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PrimitiveIterator;
import java.util.function.IntFunction;

/**
 * Strongly connected components of a graph, by Tarjan's algorithm (Depth-first search and linear
 * graph algorithms, 1972) without recursion. Time is linear in the number of edges.
 */
final class Components {
  private static final int UNVISITED = -1;

  private record Frame(int node, PrimitiveIterator.OfInt successors) {}

  private final int[] order;
  private final int[] low;
  private final int[] component;
  private final Deque<Integer> open = new ArrayDeque<>();
  private int visited;
  private int components;

  private Components(int nodes) {
    order = filled(nodes);
    low = new int[nodes];
    component = filled(nodes);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, UNVISITED);
    return array;
  }

  /** The number of the component of each node. */
  static int[] of(int nodes, IntFunction<PrimitiveIterator.OfInt> successors) {
    Components search = new Components(nodes);
    for (int node = 0; node < nodes; node++) {
      if (search.order[node] == UNVISITED) {
        search.from(node, successors);
      }
    }
    return search.component;
  }

  private void from(int root, IntFunction<PrimitiveIterator.OfInt> successors) {
    Deque<Frame> path = new ArrayDeque<>();
    path.push(enter(root, successors));
    while (!path.isEmpty()) {
      Frame frame = path.element();
      if (frame.successors.hasNext()) {
        int next = frame.successors.nextInt();
        if (order[next] == UNVISITED) {
          path.push(enter(next, successors));
        } else if (component[next] == UNVISITED) {
          low[frame.node] = Math.min(low[frame.node], order[next]);
        }
      } else {
        path.pop();
        leave(frame.node);
        if (!path.isEmpty()) {
          int parent = path.element().node;
          low[parent] = Math.min(low[parent], low[frame.node]);
        }
      }
    }
  }

  private Frame enter(int node, IntFunction<PrimitiveIterator.OfInt> successors) {
    order[node] = visited;
    low[node] = visited++;
    open.push(node);
    return new Frame(node, successors.apply(node));
  }

  private void leave(int node) {
    if (low[node] == order[node]) {
      int member;
      do {
        member = open.pop();
        component[member] = components;
      } while (member != node);
      components++;
    }
  }
}
