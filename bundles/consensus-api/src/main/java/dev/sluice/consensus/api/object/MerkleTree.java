/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Binary hash trees (section 2.4): leaf {@code h(00 || x)}, node {@code h(01 || left || right)},
 * the left part of more than one leaf holds the largest power of two below their number. Without
 * leaves the root is {@link Hash#ZERO}.
 */
public final class MerkleTree {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleTree() {}

  /** The root over the encodings of {@code leaves}. */
  public static Hash root(HashFunction function, List<? extends Encodable> leaves) {
    if (leaves.isEmpty()) {
      return Hash.ZERO;
    }
    MessageDigest digest = function.digest();
    byte[] level = leaves(digest, leaves);
    for (int count = leaves.size(); count > 1; count = (count + 1) / 2) {
      raise(digest, level, count);
    }
    return new Hash(Arrays.copyOf(level, Hash.LENGTH));
  }

  /** The siblings on the way from leaf {@code index} to the root. */
  public static List<Hash> proof(
      HashFunction function, List<? extends Encodable> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException("no leaf " + index + " of " + leaves.size());
    }
    MessageDigest digest = function.digest();
    byte[] level = leaves(digest, leaves);
    List<Hash> proof = new ArrayList<>();
    int at = index;
    for (int count = leaves.size(); count > 1; count = (count + 1) / 2) {
      int sibling = at ^ 1;
      if (sibling < count) {
        int from = sibling * Hash.LENGTH;
        proof.add(new Hash(Arrays.copyOfRange(level, from, from + Hash.LENGTH)));
      }
      raise(digest, level, count);
      at /= 2;
    }
    return List.copyOf(proof);
  }

  /**
   * Whether {@code proof} shows {@code leaf} as number {@code index} of {@code count} leaves under
   * {@code root}. The proof must be used up exactly.
   */
  public static boolean verify(
      HashFunction function, Hash root, byte[] leaf, long index, long count, List<Hash> proof) {
    if (index < 0 || index >= count) {
      return false;
    }
    MessageDigest digest = function.digest();
    byte[] node = new byte[Hash.LENGTH];
    digest.update(LEAF);
    digest.update(leaf);
    HashFunction.finish(digest, node, 0);
    int used = 0;
    long at = index;
    for (long width = count; width > 1; width = (width + 1) / 2) {
      long sibling = at ^ 1;
      if (sibling < width) {
        if (used == proof.size()) {
          return false;
        }
        byte[] other = proof.get(used++).bytes();
        digest.update(NODE);
        digest.update(sibling < at ? other : node);
        digest.update(sibling < at ? node : other);
        HashFunction.finish(digest, node, 0);
      }
      at /= 2;
    }
    return used == proof.size() && Arrays.equals(node, root.bytes());
  }

  private static byte[] leaves(MessageDigest digest, List<? extends Encodable> leaves) {
    byte[] level = new byte[leaves.size() * Hash.LENGTH];
    for (int i = 0; i < leaves.size(); i++) {
      digest.update(LEAF);
      if (leaves.get(i) instanceof SignedTransaction transaction) {
        transaction.update(digest);
      } else {
        digest.update(leaves.get(i).encode());
      }
      HashFunction.finish(digest, level, i * Hash.LENGTH);
    }
    return level;
  }

  /** Replaces the {@code count} hashes of a level by those of the level above. */
  private static void raise(MessageDigest digest, byte[] level, int count) {
    for (int i = 0; i + 1 < count; i += 2) {
      digest.update(NODE);
      digest.update(level, i * Hash.LENGTH, 2 * Hash.LENGTH);
      HashFunction.finish(digest, level, i / 2 * Hash.LENGTH);
    }
    if (count % 2 == 1) {
      System.arraycopy(
          level, (count - 1) * Hash.LENGTH, level, count / 2 * Hash.LENGTH, Hash.LENGTH);
    }
  }
}
