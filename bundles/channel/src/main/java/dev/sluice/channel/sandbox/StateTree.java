/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from bytes to bytes with a hash over all of it. A binary tree by the bits of T(key), a leaf
 * as high as its bits are its alone. Immutable: a change makes a new tree that shares the rest, so
 * that states on several branches cost little. Thread-safe.
 *
 * <p>Hashes: leaf T(00 | T(key) | T(value)), branch T(01 | left | right), nothing 32 zeros.
 */
final class StateTree {
  static final StateTree EMPTY = new StateTree(null);

  private static final int BITS = 256;

  private final @Nullable Node root;

  private StateTree(@Nullable Node root) {
    this.root = root;
  }

  private abstract static sealed class Node permits Leaf, Branch {
    private volatile @Nullable Hash hash;

    final Hash hash() {
      Hash known = hash;
      if (known == null) {
        known = computeHash();
        hash = known;
      }
      return known;
    }

    abstract Hash computeHash();
  }

  private static final class Leaf extends Node {
    final byte[] path;
    final Bytes key;
    final Bytes value;

    Leaf(byte[] path, Bytes key, Bytes value) {
      this.path = path;
      this.key = key;
      this.value = value;
    }

    @Override
    Hash computeHash() {
      byte[] all = new byte[1 + 2 * Hash.LENGTH];
      System.arraycopy(path, 0, all, 1, path.length);
      HashFunction.T.hash(value.toArray()).copyTo(all, 1 + Hash.LENGTH);
      return HashFunction.T.hash(all);
    }
  }

  private static final class Branch extends Node {
    final @Nullable Node left;
    final @Nullable Node right;

    Branch(@Nullable Node left, @Nullable Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    Hash computeHash() {
      byte[] all = new byte[1 + 2 * Hash.LENGTH];
      all[0] = 1;
      hashOf(left).copyTo(all, 1);
      hashOf(right).copyTo(all, 1 + Hash.LENGTH);
      return HashFunction.T.hash(all);
    }
  }

  private static Hash hashOf(@Nullable Node node) {
    return node == null ? Hash.ZERO : node.hash();
  }

  private static byte[] path(Bytes key) {
    return HashFunction.T.hash(key.toArray()).toArray();
  }

  private static boolean bit(byte[] path, int depth) {
    return (path[depth >>> 3] >>> (7 - (depth & 7)) & 1) == 1;
  }

  /** The hash over all entries. */
  Hash hash() {
    return hashOf(root);
  }

  Optional<Bytes> get(Bytes key) {
    byte[] path = path(key);
    Node node = root;
    int depth = 0;
    while (node instanceof Branch branch) {
      node = bit(path, depth++) ? branch.right : branch.left;
    }
    return node instanceof Leaf leaf && leaf.key.equals(key)
        ? Optional.of(leaf.value)
        : Optional.empty();
  }

  StateTree with(Bytes key, Bytes value) {
    return new StateTree(put(root, 0, new Leaf(path(key), key, value)));
  }

  private static Node put(@Nullable Node node, int depth, Leaf leaf) {
    if (node == null) {
      return leaf;
    }
    if (node instanceof Branch branch) {
      return bit(leaf.path, depth)
          ? new Branch(branch.left, put(branch.right, depth + 1, leaf))
          : new Branch(put(branch.left, depth + 1, leaf), branch.right);
    }
    Leaf other = (Leaf) node;
    return other.key.equals(leaf.key) ? leaf : split(other, leaf, depth);
  }

  private static Node split(Leaf a, Leaf b, int depth) {
    if (depth == BITS) {
      throw new IllegalStateException("two keys with one SHA-256");
    }
    boolean right = bit(a.path, depth);
    if (right == bit(b.path, depth)) {
      Node below = split(a, b, depth + 1);
      return right ? new Branch(null, below) : new Branch(below, null);
    }
    return right ? new Branch(b, a) : new Branch(a, b);
  }

  StateTree without(Bytes key) {
    return new StateTree(remove(root, 0, path(key), key));
  }

  private static @Nullable Node remove(@Nullable Node node, int depth, byte[] path, Bytes key) {
    if (node instanceof Branch branch) {
      Node left = branch.left;
      Node right = branch.right;
      if (bit(path, depth)) {
        right = remove(right, depth + 1, path, key);
      } else {
        left = remove(left, depth + 1, path, key);
      }
      // A leaf that is alone below a branch moves up, so that equal content has equal form.
      if (left == null && !(right instanceof Branch)) {
        return right;
      }
      return right == null && !(left instanceof Branch) ? left : new Branch(left, right);
    }
    return node instanceof Leaf leaf && leaf.key.equals(key) ? null : node;
  }

  /** Shows every entry, in an order that follows from the keys alone. */
  void forEach(BiConsumer<Bytes, Bytes> visitor) {
    visit(root, visitor);
  }

  private static void visit(@Nullable Node node, BiConsumer<Bytes, Bytes> visitor) {
    if (node instanceof Branch branch) {
      visit(branch.left, visitor);
      visit(branch.right, visitor);
    } else if (node instanceof Leaf leaf) {
      visitor.accept(leaf.key, leaf.value);
    }
  }
}
