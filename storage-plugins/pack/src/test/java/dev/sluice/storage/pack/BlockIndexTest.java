/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockIndexTest {
  /** Every location of a fingerprint. */
  private static Set<Long> all(BlockIndex index, long fingerprint) {
    Set<Long> found = new HashSet<>();
    for (int nth = 0; ; nth++) {
      long location = index.find(fingerprint, nth);
      if (location == 0) {
        return found;
      }
      assertThat(found.add(location)).isTrue();
    }
  }

  @Test
  void behavesLikeAMapOfSets() {
    BlockIndex index = new BlockIndex(99);
    Map<Long, Set<Long>> model = new HashMap<>();
    Random random = new Random(4);
    long size = 0;
    for (int step = 0; step < 300_000; step++) {
      long fingerprint = random.nextInt(20_000) * 0x1000_0000_0001L;
      Set<Long> expected = model.computeIfAbsent(fingerprint, key -> new HashSet<>());
      long location = 1L + random.nextInt(3);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          index.add(fingerprint, location);
          size += expected.add(location) ? 1 : 0;
        }
        case 2, 3 -> {
          boolean removed = expected.remove(location);
          assertThat(index.remove(fingerprint, location)).isEqualTo(removed);
          size -= removed ? 1 : 0;
        }
        default -> {
          long to = location + 10 + random.nextInt(1000);
          boolean there = expected.remove(location);
          assertThat(index.replace(fingerprint, location, to)).isEqualTo(there);
          if (there) {
            // A pair is unique in use; the model cannot hold it twice.
            boolean added = expected.add(to);
            if (!added) {
              index.remove(fingerprint, to);
              size--;
            }
          }
        }
      }
      if (step % 7 == 0) {
        assertThat(all(index, fingerprint)).isEqualTo(expected);
      }
    }
    assertThat(index.size()).isEqualTo(size);
    long pairs = 0;
    for (int shard = 0; shard < BlockIndex.SHARDS; shard++) {
      long[] some = index.pairs(shard);
      pairs += some.length / 2;
      for (int i = 0; i < some.length; i += 2) {
        assertThat(model.get(some[i])).contains(some[i + 1]);
      }
    }
    assertThat(pairs).isEqualTo(size);
    index.clear();
    assertThat(index.size()).isZero();
    assertThat(index.find(0, 0)).isZero();
  }

  @Test
  void packsLocations() {
    for (int segment : new int[] {1, 77, Location.MAX_SEGMENT}) {
      for (int offset : new int[] {64, 4096, Location.MAX_SEGMENT_BYTES - 8}) {
        for (int length : new int[] {24, 64, 65, (1 << 20) + 64}) {
          long location = Location.of(segment, offset, length);
          assertThat(Location.segment(location)).isEqualTo(segment);
          assertThat(Location.offset(location)).isEqualTo(offset);
          assertThat(Location.length(location)).isBetween(length, length + 63);
        }
      }
    }
  }

  @Test
  void takesTheMemoryItSays() {
    long bytes = 8L << 20;
    BlockIndex index = new BlockIndex(5);
    Random random = new Random(6);
    for (long i = BlockIndex.maxPairs(bytes); i > 0; i--) {
      index.add(random.nextLong(), i);
    }
    assertThat(index.bytes()).isLessThanOrEqualTo(bytes + bytes / 20);
  }
}
