/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import java.util.List;
import java.util.Optional;

/** What a subscriber is told, in order of height. */
public sealed interface ChannelUpdate {
  /**
   * The state at a height; what follows begins above it.
   *
   * @param state BCS of the dApp's state
   */
  record Snapshot(long height, Bytes state) implements ChannelUpdate {}

  /**
   * A confirmed batch that is not empty.
   *
   * @param firstHeight of its first transaction
   * @param time header time, milliseconds
   * @param stateRoot after it
   */
  record Block(long firstHeight, long time, Hash stateRoot, List<Entry> entries)
      implements ChannelUpdate {
    /** Keeps a copy of the list. */
    public Block {
      entries = List.copyOf(entries);
    }

    /** Height of its last transaction. */
    public long lastHeight() {
      return firstHeight + entries.size() - 1;
    }
  }

  /**
   * A transaction of a batch.
   *
   * @param transaction hash of a client's transaction; empty for one of the system
   */
  record Entry(Optional<Hash> transaction, CallReport report) {}

  /** The chain has settled everything up to a height. */
  record Settled(long height, Hash root) implements ChannelUpdate {}

  /** Nothing follows. */
  record Ended(String reason) implements ChannelUpdate {}
}
