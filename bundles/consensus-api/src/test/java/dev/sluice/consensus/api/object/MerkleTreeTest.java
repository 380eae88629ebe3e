/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.BcsWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
  private record Leaf(int value) implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.u32(value);
    }
  }

  private static List<Leaf> leaves(int count) {
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(new Leaf(i));
    }
    return leaves;
  }

  /** Straight from the definition. */
  private static Hash defined(HashFunction function, List<Leaf> leaves) {
    if (leaves.isEmpty()) {
      return Hash.ZERO;
    }
    BcsWriter writer = new BcsWriter();
    if (leaves.size() == 1) {
      writer.u8(0).fixedBytes(leaves.get(0).encode());
    } else {
      int left = Integer.highestOneBit(leaves.size() - 1);
      writer.u8(1);
      Wire.put(writer, defined(function, leaves.subList(0, left)));
      Wire.put(writer, defined(function, leaves.subList(left, leaves.size())));
    }
    return function.hash(writer.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 100, 255, 256, 257, 1024})
  void isTheTreeOfTheDefinition(int count) {
    for (HashFunction function : HashFunction.values()) {
      assertThat(MerkleTree.root(function, leaves(count)))
          .isEqualTo(defined(function, leaves(count)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 64, 65})
  void proofsShowTheirLeafAndNoOther(int count) {
    List<Leaf> leaves = leaves(count);
    Hash root = MerkleTree.root(HashFunction.T, leaves);
    for (int i = 0; i < count; i++) {
      List<Hash> proof = MerkleTree.proof(HashFunction.T, leaves, i);
      assertThat(proof.size()).isLessThanOrEqualTo(Bounds.MAX_PROOF);
      for (int j = 0; j < count; j++) {
        assertThat(shows(root, leaves.get(i), j, count, proof)).isEqualTo(i == j);
      }
      assertThat(shows(root, new Leaf(count), i, count, proof)).isFalse();
      List<Hash> longer = new ArrayList<>(proof);
      longer.add(Hash.ZERO);
      assertThat(shows(root, leaves.get(i), i, count, longer)).isFalse();
      if (!proof.isEmpty()) {
        List<Hash> shorter = proof.subList(0, proof.size() - 1);
        assertThat(shows(root, leaves.get(i), i, count, shorter)).isFalse();
      }
    }
    List<Hash> first = MerkleTree.proof(HashFunction.T, leaves, 0);
    assertThat(shows(root, leaves.get(0), -1, count, first)).isFalse();
    assertThat(shows(root, leaves.get(0), count, count, first)).isFalse();
  }

  private static boolean shows(Hash root, Leaf leaf, int index, int count, List<Hash> proof) {
    return MerkleTree.verify(HashFunction.T, root, leaf.encode(), index, count, proof);
  }

  @Test
  void pagesFollowTheContent() {
    List<NetChange> changes = Samples.changes(2000);
    List<NetChangePage> pages = NetChangePage.paginate(changes);
    assertThat(pages.size()).isGreaterThan(100);
    List<NetChange> back = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      assertThat(pages.get(i).number()).isEqualTo(i);
      assertThat(pages.get(i).encode().length).isLessThanOrEqualTo(Bounds.MAX_PAGE);
      back.addAll(pages.get(i).entries());
    }
    assertThat(back).isEqualTo(changes);
    List<NetChange> one = new ArrayList<>(changes);
    one.remove(1000);
    List<NetChangePage> others = NetChangePage.paginate(one);
    long same =
        others.stream()
            .filter(o -> pages.stream().anyMatch(p -> p.entries().equals(o.entries())))
            .count();
    assertThat(same).isGreaterThan(others.size() - 3);
  }
}
