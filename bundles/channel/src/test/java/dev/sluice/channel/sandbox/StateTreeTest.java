/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StateTreeTest {
  private static Bytes number(int number) {
    return Bytes.utf8("entry " + number);
  }

  private static StateTree of(Map<Bytes, Bytes> entries) {
    StateTree tree = StateTree.EMPTY;
    for (var entry : entries.entrySet()) {
      tree = tree.with(entry.getKey(), entry.getValue());
    }
    return tree;
  }

  @Test
  void behavesAsAMapAndHashesByContentAlone() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Bytes, Bytes> model = new HashMap<>();
    StateTree tree = StateTree.EMPTY;
    for (int i = 0; i < 5_000; i++) {
      Bytes key = number(random.nextInt(300));
      if (random.nextInt(3) == 0) {
        model.remove(key);
        tree = tree.without(key);
      } else {
        Bytes value = number(random.nextInt(1_000));
        model.put(key, value);
        tree = tree.with(key, value);
      }
      assertThat(tree.get(key)).isEqualTo(java.util.Optional.ofNullable(model.get(key)));
      if (i % 250 == 0) {
        assertThat(tree.hash()).isEqualTo(of(model).hash());
      }
    }
    Map<Bytes, Bytes> shown = new HashMap<>();
    tree.forEach(shown::put);
    assertThat(shown).isEqualTo(model);
    for (Bytes key : model.keySet()) {
      tree = tree.without(key);
    }
    assertThat(tree.hash()).isEqualTo(Hash.ZERO);
  }

  @Test
  void keepsWhatEarlierVersionsHeld() {
    StateTree before = StateTree.EMPTY.with(number(1), number(2)).with(number(3), number(4));
    Hash hash = before.hash();
    StateTree after = before.with(number(1), number(5)).without(number(3));
    assertThat(before.get(number(1))).contains(number(2));
    assertThat(before.hash()).isEqualTo(hash);
    assertThat(after.hash()).isNotEqualTo(hash);
  }

  @Test
  void tellsKeysAndValuesApart() {
    assertThat(StateTree.EMPTY.with(number(1), number(2)).hash())
        .isNotEqualTo(StateTree.EMPTY.with(number(2), number(1)).hash());
  }
}
