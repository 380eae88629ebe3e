/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The batches from the last confirmed one on, as a tree, and the latest confirmed ones for members
 * that are a little behind.
 */
final class Log {
  private final Map<Hash, Block> blocks = new LinkedHashMap<>();
  private final ArrayDeque<Block> recent = new ArrayDeque<>();
  private long recentBytes;
  private Block confirmed;
  private long highest;

  Log(Block start) {
    confirmed = start;
    blocks.put(start.hash(), start);
    highest = start.batch();
  }

  /** Starts anew from the batch of a snapshot. */
  void reset(Block start) {
    blocks.clear();
    recent.clear();
    recentBytes = 0;
    confirmed = start;
    blocks.put(start.hash(), start);
    highest = start.batch();
  }

  void add(Block block) {
    blocks.putIfAbsent(block.hash(), block);
    highest = Math.max(highest, block.batch());
    if (blocks.size() > Bounds.MAX_UNCONFIRMED) {
      forgetBranch(block);
    }
  }

  /**
   * Epochs that fail leave branches: drops the oldest end of one that has no certificate. Should it
   * be certified after all, it comes back by catch-up.
   */
  private void forgetBranch(Block newest) {
    Set<Hash> parents = new HashSet<>();
    for (Block block : blocks.values()) {
      block.header().ifPresent(h -> parents.add(h.parentHash()));
    }
    for (Block block : blocks.values()) {
      boolean needed =
          block == confirmed
              || block == newest
              || block.certificate().isPresent()
              || parents.contains(block.hash());
      if (!needed) {
        blocks.remove(block.hash());
        return;
      }
    }
  }

  Optional<Block> get(Hash hash) {
    return Optional.ofNullable(blocks.get(hash));
  }

  boolean has(Hash hash) {
    return blocks.containsKey(hash);
  }

  /** The last confirmed batch, or genesis, or the batch of the snapshot. */
  Block confirmed() {
    return confirmed;
  }

  /** Batches known above the last confirmed one. */
  int unconfirmed() {
    return blocks.size() - 1;
  }

  /** Whether a batch with transactions is known that is not confirmed. */
  boolean hasUnconfirmedWork() {
    for (Block block : blocks.values()) {
      if (block != confirmed && !block.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Batch number of the highest batch known. */
  long highest() {
    return highest;
  }

  Optional<Block> parent(Block block) {
    return block.header().flatMap(h -> get(h.parentHash()));
  }

  /**
   * The batches above the last confirmed one up to {@code block}, in order; empty if it does not
   * descend from it.
   */
  Optional<List<Block>> path(Block block) {
    List<Block> path = new ArrayList<>();
    Block at = block;
    while (at.batch() > confirmed.batch()) {
      path.add(at);
      Optional<Block> parent = parent(at);
      if (parent.isEmpty()) {
        return Optional.empty();
      }
      at = parent.get();
    }
    if (!at.hash().equals(confirmed.hash())) {
      return Optional.empty();
    }
    Collections.reverse(path);
    return Optional.of(path);
  }

  /** Makes the next batch of the log the last confirmed one. */
  void confirm(Block block) {
    remember(confirmed);
    confirmed = block;
  }

  /** Drops what does not descend from the last confirmed batch. */
  void prune() {
    blocks
        .values()
        .removeIf(
            block -> block != confirmed && (block.batch() <= confirmed.batch() || strays(block)));
  }

  private boolean strays(Block block) {
    Block at = block;
    while (at.batch() > confirmed.batch()) {
      Optional<Block> parent = parent(at);
      if (parent.isEmpty()) {
        return true;
      }
      at = parent.get();
    }
    return at != confirmed;
  }

  private void remember(Block block) {
    if (block.source().isEmpty()) {
      return;
    }
    recent.addLast(block);
    recentBytes += block.bodySize();
    while (recent.size() > Limits.RECENT_BATCHES || recentBytes > Limits.RECENT_BYTES) {
      recentBytes -= recent.removeFirst().bodySize();
    }
  }

  /** Confirmed batches below the last one that are still in memory, oldest first. */
  Iterable<Block> recent() {
    return recent;
  }

  /** The same, newest first. */
  Iterable<Block> newestRecent() {
    return recent::descendingIterator;
  }

  /** Whether a confirmed batch is in memory with all that came with it. */
  Optional<Block> recent(long batch) {
    if (batch == confirmed.batch()) {
      return Optional.of(confirmed);
    }
    if (recent.isEmpty() || batch < recent.getFirst().batch() || batch > confirmed.batch()) {
      return Optional.empty();
    }
    for (Block block : recent) {
      if (block.batch() == batch) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }
}
