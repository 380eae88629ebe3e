/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Transaction;
import java.util.List;

/**
 * What a member wants done (section 6.1). Outputs of one step are carried out in order. A token is
 * answered exactly once, in any order with other tokens, except that {@link Persist} is answered in
 * order.
 */
public sealed interface Output {
  /** Sends a frame to peers; may be lost. */
  record Send(List<Key> peers, PeerFrame frame) implements Output {
    /** Keeps a copy of the list. */
    public Send {
      peers = List.copyOf(peers);
    }
  }

  /** Appends records to the vote journal and forces them to disk, all in one write. */
  record Persist(long token, List<JournalRecord> records) implements Output {
    /** Keeps a copy of the list. */
    public Persist {
      records = List.copyOf(records);
    }
  }

  /** Appends records that may wait for the next force. Not answered. */
  record Append(List<JournalRecord> records) implements Output {
    /** Keeps a copy of the list. */
    public Append {
      records = List.copyOf(records);
    }
  }

  /** Verifies signatures; at most four of these are open. */
  record Verify(long token, List<SignatureCheck> checks) implements Output {
    /** Keeps a copy of the list. */
    public Verify {
      checks = List.copyOf(checks);
    }
  }

  /** Executes a batch on the state named {@code parent}; at most one of these is open. */
  record Execute(long token, Hash parent, Environment environment, List<Transaction> transactions)
      implements Output {}

  /** The state is confirmed; other branches may be given up. */
  record Finalise(Hash stateRoot) implements Output {}

  /** Runs a timer, in place of one of the same name that may run. */
  record SetTimer(TimerName name, long generation, long delay) implements Output {}

  /** Stops a timer. */
  record CancelTimer(TimerName name) implements Output {}

  /** Calls the contract. */
  record CallChain(long token, ContractCall call) implements Output {}

  /** Tells the own node. */
  record Publish(Publication publication) implements Output {}

  /** Closes sessions with a peer for a time, milliseconds. */
  record Disconnect(Key peer, long duration) implements Output {}

  /** Gives the next part of the journal. */
  record RecoverMore() implements Output {}

  /**
   * Reads confirmed batches from the journal, from {@code fromBatch} on, at most {@code max} and at
   * most {@code maxBytes} (but at least one). Which ones are confirmed follows from the {@link
   * JournalRecord.Confirmed} records.
   */
  record ReadBatches(long token, long fromBatch, int max, int maxBytes) implements Output {}

  /** Takes a snapshot of a confirmed checkpoint's state and keeps it until it is released. */
  record TakeSnapshot(long token, Hash stateRoot) implements Output {}

  /** The snapshot may be given up. */
  record ReleaseSnapshot(Hash stateRoot) implements Output {}

  /**
   * The checkpoint of this snapshot is settled: the node keeps it with its manifest, restarts from
   * it, and may prune the journal below it after {@link JournalRecord.Pruned} is on disk.
   */
  record KeepSnapshot(SnapshotManifestMessage manifest) implements Output {}

  /** Reads a page of a snapshot that was taken. */
  record ReadPage(long token, Hash stateRoot, long number) implements Output {}

  /** Stores a received page until {@link Restore}. */
  record StorePage(Hash stateRoot, SnapshotPage page) implements Output {}

  /** Replaces the executor's state by the stored pages, after all of them have been given. */
  record Restore(long token, SnapshotManifestMessage manifest) implements Output {}
}
