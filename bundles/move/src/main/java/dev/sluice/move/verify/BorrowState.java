/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.SignatureToken;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which locals hold which references, and what is borrowed from what. A value on the stack or in a
 * local is the number of a reference, or {@link #VALUE} for everything else. Not thread-safe.
 */
final class BorrowState {
  /** Stands for a value that is no reference. */
  static final int VALUE = -1;

  private static final int GLOBAL = 1 << 16;
  private static final int FIELD = 2 << 16;

  private final int[] locals;
  private final BorrowGraph graph;
  private int nextId;

  /** The state at the start of a function. */
  BorrowState(FunctionView function) {
    locals = new int[function.locals().size()];
    Arrays.fill(locals, VALUE);
    graph = new BorrowGraph();
    // Between blocks the reference in a local has the local's number; the frame has the next one.
    nextId = locals.length + 1;
    List<SignatureToken> parameters = function.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).isReference()) {
        graph.add(i, parameters.get(i) instanceof SignatureToken.MutableReference);
        locals[i] = i;
      }
    }
    graph.add(frame(), true);
  }

  private BorrowState(int[] locals, BorrowGraph graph, int nextId) {
    this.locals = locals;
    this.graph = graph;
    this.nextId = nextId;
  }

  BorrowState copy() {
    return new BorrowState(locals.clone(), new BorrowGraph(graph), nextId);
  }

  BorrowGraph graph() {
    return graph;
  }

  int localCount() {
    return locals.length;
  }

  int local(int index) {
    return locals[index];
  }

  void setLocal(int index, int value) {
    locals[index] = value;
  }

  /** Lender of the references to locals and to global storage. */
  int frame() {
    return locals.length;
  }

  static int localLabel(int index) {
    return index;
  }

  static int globalLabel(int struct) {
    return GLOBAL | struct;
  }

  /**
   * The label of a field goes by its offset, so that fields of different variants at the same place
   * count as one.
   */
  static int fieldLabel(int offset) {
    return FIELD | offset;
  }

  /** A new reference that nothing is known about. */
  int newReference(boolean mutable) {
    graph.add(nextId, mutable);
    return nextId++;
  }

  /** Ends a reference; does nothing for other values. */
  void release(int value) {
    if (value != VALUE) {
      graph.release(value);
    }
  }

  /** The same state with references numbered after the locals that hold them. */
  BorrowState canonical() {
    Map<Integer, Integer> ids = new HashMap<>();
    int[] renumbered = new int[locals.length];
    for (int i = 0; i < locals.length; i++) {
      renumbered[i] = locals[i] == VALUE ? VALUE : i;
      if (locals[i] != VALUE) {
        ids.put(locals[i], i);
      }
    }
    return new BorrowState(renumbered, graph.renumbered(ids), locals.length + 1);
  }

  /**
   * Adds what holds in {@code other}; both are canonical. A local that holds a reference on one
   * side only cannot be used after, so it counts as none. Tells whether anything changed.
   */
  boolean join(BorrowState other) {
    BorrowGraph theirs = new BorrowGraph(other.graph);
    boolean changed = false;
    for (int i = 0; i < locals.length; i++) {
      if (locals[i] != VALUE && other.locals[i] == VALUE) {
        graph.release(i);
        locals[i] = VALUE;
        changed = true;
      } else if (locals[i] == VALUE && other.locals[i] != VALUE) {
        theirs.release(i);
      }
    }
    return graph.join(theirs) || changed;
  }
}
