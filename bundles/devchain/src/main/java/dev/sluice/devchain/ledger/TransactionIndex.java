/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where the transactions of the newest blocks are in the log. Thread-safe. */
final class TransactionIndex {
  /** A place in the log. */
  record Place(long position, int length) {}

  private final int capacity;
  private final long[] positions;
  private final int[] lengths;
  private final @Nullable Bytes[] hashes;
  private final @Nullable AccountAddress[] senders;
  private final Map<Bytes, Long> byHash = new HashMap<>();
  private final Map<AccountAddress, ArrayDeque<Long>> bySender = new HashMap<>();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private final Map<Long, Block> byHeight = new HashMap<>();
  private long next;

  /** An index of about that many transactions. */
  TransactionIndex(int capacity) {
    this.capacity = capacity;
    // A block more than the window: blocks leave as a whole.
    positions = new long[capacity];
    lengths = new int[capacity];
    hashes = new @Nullable Bytes[capacity];
    senders = new @Nullable AccountAddress[capacity];
  }

  /** Version of the oldest transaction. */
  synchronized long oldestVersion() {
    return blocks.isEmpty() ? next : blocks.getFirst().firstVersion();
  }

  /** Number of the oldest block. */
  synchronized long oldestHeight() {
    return blocks.isEmpty() ? 0 : blocks.getFirst().height();
  }

  /** Adds a block and the places of its transactions, and forgets the oldest blocks. */
  synchronized void add(Block block, List<LedgerTransaction> transactions, List<Place> places) {
    if (block.firstVersion() != next) {
      while (!blocks.isEmpty()) {
        removeOldest();
      }
      next = block.firstVersion();
    }
    while (!blocks.isEmpty()
        && block.lastVersion() - blocks.getFirst().firstVersion() >= capacity) {
      removeOldest();
    }
    blocks.add(block);
    byHeight.put(block.height(), block);
    for (int i = 0; i < transactions.size(); i++) {
      LedgerTransaction transaction = transactions.get(i);
      int slot = slot(next);
      positions[slot] = places.get(i).position();
      lengths[slot] = places.get(i).length();
      hashes[slot] = transaction.hash();
      byHash.put(transaction.hash(), next);
      Optional<AccountAddress> sender = transaction.sender();
      senders[slot] = sender.orElse(null);
      if (sender.isPresent()) {
        bySender.computeIfAbsent(sender.get(), key -> new ArrayDeque<>()).add(next);
      }
      next++;
    }
  }

  private int slot(long version) {
    return (int) (version % capacity);
  }

  private void removeOldest() {
    Block block = blocks.remove();
    byHeight.remove(block.height());
    for (long version = block.firstVersion(); version <= block.lastVersion(); version++) {
      int slot = slot(version);
      byHash.remove(hashes[slot]);
      hashes[slot] = null;
      AccountAddress sender = senders[slot];
      if (sender != null) {
        ArrayDeque<Long> versions = bySender.getOrDefault(sender, new ArrayDeque<>());
        versions.poll();
        if (versions.isEmpty()) {
          bySender.remove(sender);
        }
        senders[slot] = null;
      }
    }
  }

  synchronized OptionalLong version(Bytes hash) {
    Long version = byHash.get(hash);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  /** Where a transaction is. */
  synchronized Optional<Place> place(long version) {
    if (version < oldestVersion() || version >= next) {
      return Optional.empty();
    }
    int slot = slot(version);
    return Optional.of(new Place(positions[slot], lengths[slot]));
  }

  synchronized Optional<Block> block(long height) {
    return Optional.ofNullable(byHeight.get(height));
  }

  /** Position of the oldest transaction. */
  synchronized long oldestPosition() {
    return blocks.isEmpty() ? 0 : positions[slot(blocks.getFirst().firstVersion())];
  }

  /** Versions of a sender's transactions that are still here, in order. */
  synchronized List<Long> versionsOf(AccountAddress sender) {
    return new ArrayList<>(bySender.getOrDefault(sender, new ArrayDeque<>()));
  }
}
