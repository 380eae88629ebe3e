/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which references are derived from which, in one place of a function. A node is a reference, known
 * by a number. An edge leads from a reference to one that borrows from it; its path says which part
 * is borrowed. Method and vocabulary are those of the paper by Blackshear and others, The Move
 * borrow checker, 2022. Not thread-safe.
 */
final class BorrowGraph {
  /** Matches every label in the queries. */
  static final int ANY = -1;

  private static final class Node {
    final boolean mutable;
    final TreeMap<Integer, BorrowEdges> borrowers;
    final TreeSet<Integer> lenders;

    Node(boolean mutable) {
      this.mutable = mutable;
      this.borrowers = new TreeMap<>();
      this.lenders = new TreeSet<>();
    }

    Node(Node other) {
      this.mutable = other.mutable;
      this.borrowers = new TreeMap<>();
      other.borrowers.forEach((id, edges) -> borrowers.put(id, new BorrowEdges(edges)));
      this.lenders = new TreeSet<>(other.lenders);
    }
  }

  private record Factored(int borrower, BorrowEdge edge) {}

  private final TreeMap<Integer, Node> nodes = new TreeMap<>();

  BorrowGraph() {}

  BorrowGraph(BorrowGraph other) {
    other.nodes.forEach((id, node) -> nodes.put(id, new Node(node)));
  }

  private Node node(int id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("no reference " + id);
    }
    return node;
  }

  /** Number of nodes and edges. */
  int size() {
    int size = nodes.size();
    for (Node node : nodes.values()) {
      for (BorrowEdges edges : node.borrowers.values()) {
        size += edges.list().size();
      }
    }
    return size;
  }

  /** Adds a reference that nothing is known about. */
  void add(int id, boolean mutable) {
    nodes.put(id, new Node(mutable));
  }

  boolean isMutable(int id) {
    return node(id).mutable;
  }

  /**
   * Says that {@code borrower} refers to exactly the place {@code path} below {@code lender}. What
   * was borrowed from that place or below it is then borrowed through {@code borrower}.
   */
  void borrowStrongly(int lender, int[] path, int borrower) {
    Node node = node(lender);
    List<Factored> factored = new ArrayList<>();
    node.borrowers.forEach(
        (id, edges) -> {
          for (BorrowEdge edge : edges.list()) {
            if (BorrowEdge.startsWith(edge.path(), path)) {
              factored.add(new Factored(id, edge));
            }
          }
        });
    for (Factored f : factored) {
      BorrowEdges edges = node.borrowers.get(f.borrower);
      edges.remove(f.edge);
      if (edges.list().isEmpty()) {
        node.borrowers.remove(f.borrower);
        node(f.borrower).lenders.remove(lender);
      }
    }
    for (Factored f : factored) {
      int[] rest = Arrays.copyOfRange(f.edge.path(), path.length, f.edge.path().length);
      addEdge(borrower, new BorrowEdge(f.edge.isStrong(), rest), f.borrower);
    }
    addEdge(lender, new BorrowEdge(true, path), borrower);
  }

  /** Says that {@code borrower} refers to something at {@code path} below {@code lender}. */
  void borrowWeakly(int lender, int[] path, int borrower) {
    addEdge(lender, new BorrowEdge(false, path), borrower);
  }

  private void addEdge(int lender, BorrowEdge edge, int borrower) {
    node(lender).borrowers.computeIfAbsent(borrower, id -> new BorrowEdges()).add(edge);
    node(borrower).lenders.add(lender);
  }

  /** Removes a reference; what borrows from it then borrows from its lenders. */
  void release(int id) {
    Node released = node(id);
    nodes.remove(id);
    for (int lender : released.lenders) {
      BorrowEdges incoming = node(lender).borrowers.remove(id);
      for (BorrowEdge first : incoming.list()) {
        released.borrowers.forEach(
            (borrower, outgoing) -> {
              if (borrower != lender) {
                for (BorrowEdge second : outgoing.list()) {
                  addEdge(lender, first.followedBy(second), borrower);
                }
              }
            });
      }
    }
    for (int borrower : released.borrowers.keySet()) {
      node(borrower).lenders.remove(id);
    }
  }

  /** Renumbers references; those not in {@code ids} keep their number. */
  BorrowGraph renumbered(Map<Integer, Integer> ids) {
    BorrowGraph result = new BorrowGraph();
    nodes.forEach(
        (id, node) -> {
          Node copy = new Node(node.mutable);
          node.borrowers.forEach((b, edges) -> copy.borrowers.put(renumber(ids, b), edges));
          node.lenders.forEach(lender -> copy.lenders.add(renumber(ids, lender)));
          result.nodes.put(renumber(ids, id), copy);
        });
    return result;
  }

  private static int renumber(Map<Integer, Integer> ids, int id) {
    return ids.getOrDefault(id, id);
  }

  /**
   * Adds the edges of {@code other}, a graph of the same references, that are not covered here.
   * Tells whether there were any.
   */
  boolean join(BorrowGraph other) {
    List<Runnable> missing = new ArrayList<>();
    other.nodes.forEach(
        (lender, node) ->
            node.borrowers.forEach(
                (borrower, edges) -> {
                  BorrowEdges known = node(lender).borrowers.get(borrower);
                  for (BorrowEdge edge : edges.list()) {
                    if (known == null || known.list().stream().noneMatch(e -> e.covers(edge))) {
                      missing.add(() -> addEdge(lender, edge, borrower));
                    }
                  }
                }));
    missing.forEach(Runnable::run);
    return !missing.isEmpty();
  }

  /** Whether something borrows all of {@code id}, or something of it that is not known. */
  boolean isFullyBorrowed(int id) {
    return node(id).borrowers.values().stream()
        .anyMatch(edges -> edges.list().stream().anyMatch(edge -> edge.path().length == 0));
  }

  /** Whether something borrows from {@code id} what has to do with the part {@code label}. */
  boolean isBorrowed(int id, int label) {
    return node(id).borrowers.values().stream().anyMatch(edges -> touches(edges, label));
  }

  /** The same for borrowers that are mutable. */
  boolean isMutablyBorrowed(int id, int label) {
    return node(id).borrowers.entrySet().stream()
        .anyMatch(e -> touches(e.getValue(), label) && isMutable(e.getKey()));
  }

  private static boolean touches(BorrowEdges edges, int label) {
    for (BorrowEdge edge : edges.list()) {
      int[] path = edge.path();
      if (path.length == 0 || label == ANY || path[0] == label) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing borrows from this mutable reference. */
  boolean isWritable(int id) {
    return !isBorrowed(id, ANY);
  }

  /** Whether no mutable reference borrows from the part {@code label} of this reference. */
  boolean isReadable(int id, int label) {
    return !isMutable(id) || !isMutablyBorrowed(id, label);
  }
}
