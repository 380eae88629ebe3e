/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The edges from one reference to another, in order. Past a bound they become the one edge that
 * covers everything, so that graphs stay small and joins come to an end. Not thread-safe.
 */
final class BorrowEdges {
  /** The reference verifier's bound. */
  static final int MAX = 10;

  private final List<BorrowEdge> edges;
  private boolean overflown;

  BorrowEdges() {
    edges = new ArrayList<>(1);
  }

  BorrowEdges(BorrowEdges other) {
    edges = new ArrayList<>(other.edges);
    overflown = other.overflown;
  }

  List<BorrowEdge> list() {
    return edges;
  }

  void add(BorrowEdge edge) {
    if (overflown) {
      return;
    }
    if (edges.size() == MAX) {
      edges.clear();
      edges.add(new BorrowEdge(false, BorrowEdge.NO_PATH));
      overflown = true;
      return;
    }
    int at = 0;
    while (at < edges.size() && edges.get(at).compareTo(edge) < 0) {
      at++;
    }
    if (at == edges.size() || !edges.get(at).equals(edge)) {
      edges.add(at, edge);
    }
  }

  void remove(BorrowEdge edge) {
    edges.remove(edge);
  }
}
