/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
  /** Against a sorted map that forgets nothing. */
  @Test
  void answersLikeAMapWithinItsWindow() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      History history = new History();
      TreeMap<Long, Bytes> model = new TreeMap<>();
      long version = 0;
      long oldest = 0;
      for (int step = 0; step < 60; step++) {
        version += random.nextInt(3);
        boolean deleted = random.nextInt(5) == 0;
        Bytes value = Bytes.of((byte) step);
        history.put(version, deleted ? null : value);
        model.put(version, deleted ? Bytes.EMPTY : value);
        if (random.nextInt(3) == 0) {
          oldest = Math.max(oldest, version - random.nextInt(20));
          history.prune(oldest);
        }
        for (long at = oldest; at <= version + 1; at++) {
          Map.Entry<Long, Bytes> expected = model.floorEntry(at);
          boolean none = expected == null || expected.getValue().equals(Bytes.EMPTY);
          assertThat(history.at(at)).isEqualTo(none ? null : expected.getValue());
        }
      }
      assertThat(history.newest()).isEqualTo(history.at(Long.MAX_VALUE));
    }
  }

  @Test
  void tellsWhenNothingIsLeft() {
    History history = new History();
    history.put(1, Bytes.EMPTY);
    history.put(5, null);
    assertThat(history.prune(4)).isFalse();
    assertThat(history.prune(5)).isTrue();
  }
}
