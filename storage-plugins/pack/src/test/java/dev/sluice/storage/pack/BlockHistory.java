/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Puts and deletes at random and knows what may have become of each block: what was forced must be
 * there after a power loss, what was not may or may not.
 */
final class BlockHistory {
  private static final int POOL = 60;

  private final List<Block> pool = new ArrayList<>();
  private final Map<BlockId, Boolean> forced = new HashMap<>();
  private final Map<BlockId, Boolean> seen = new HashMap<>();

  /** Ids written since the last force that succeeded, with the values they may have taken. */
  private final Map<BlockId, Set<Boolean>> open = new HashMap<>();

  BlockHistory(Random random) {
    for (int i = 0; i < POOL; i++) {
      byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 1200 : 300)];
      random.nextBytes(bytes);
      pool.add(Block.of(BlockId.RAW, bytes));
    }
  }

  void step(BlockStore store, Random random) {
    Durability durability = random.nextInt(3) == 0 ? Durability.FORCED : Durability.BUFFERED;
    boolean put = random.nextInt(5) < 3;
    List<Block> some = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      some.add(pool.get(random.nextInt(POOL)));
    }
    for (Block block : some) {
      open.computeIfAbsent(block.id(), id -> new HashSet<>()).add(put);
    }
    // Throws if the disk fails: what was written stays in doubt.
    if (put) {
      store.putAll(some, durability);
    } else {
      store.delete(some.stream().map(Block::id).toList(), durability);
    }
    for (Block block : some) {
      seen.put(block.id(), put);
    }
    if (durability == Durability.FORCED) {
      forced.clear();
      forced.putAll(seen);
      open.clear();
    }
  }

  /** While the store runs, it shows what it acknowledged. */
  void checkRunning(BlockStore store, Random random) {
    Block block = pool.get(random.nextInt(POOL));
    Optional<Block> found = store.get(block.id());
    if (found.isPresent()) {
      assertThat(found).contains(block);
    }
    assertThat(found.isPresent()).isEqualTo(seen.getOrDefault(block.id(), false));
  }

  /** After a crash or a clean start: compares, and takes what is there for known. */
  void checkOpened(BlockStore store) {
    Set<BlockId> listed = new HashSet<>();
    store.iterate(listed::add);
    for (Block block : pool) {
      BlockId id = block.id();
      Optional<Block> found;
      try {
        found = store.get(id);
      } catch (StorageException e) {
        throw new AssertionError("block " + id + " became unreadable", e);
      }
      if (found.isPresent()) {
        assertThat(found).contains(block);
      }
      boolean known = forced.getOrDefault(id, false);
      Set<Boolean> possible = new HashSet<>(open.getOrDefault(id, Set.of()));
      possible.add(known);
      assertThat(possible).as("block %s, forced %s", id, known).contains(found.isPresent());
      assertThat(store.has(id)).isEqualTo(found.isPresent());
      assertThat(listed.contains(id)).isEqualTo(found.isPresent());
      seen.put(id, found.isPresent());
    }
    assertThat(store.stats().blocks()).isEqualTo(listed.size());
    assertThat(store.stats().damage()).isEmpty();
    // What was found may still be unforced in theory; opening forces it.
    forced.clear();
    forced.putAll(seen);
    open.clear();
  }
}
