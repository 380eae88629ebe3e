/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotPage;
import java.util.List;
import java.util.Optional;

/** What happens to a member (section 6.1). Times are in milliseconds. */
public sealed interface Input {
  /**
   * A well-formed frame.
   *
   * @param peer key of the session it came on
   * @param size encoded bytes
   */
  record Message(Key peer, PeerFrame frame, int size) implements Input {}

  /** Bytes that are no frame: MALFORMED or TOO_LARGE. */
  record BadFrame(Key peer, RefusalCode code) implements Input {}

  /** A session with a peer stands. */
  record Connected(Key peer) implements Input {}

  /** A timer has run out. Older generations than the one last set are ignored. */
  record TimerFired(TimerName name, long generation) implements Input {}

  /**
   * An event of the contract at a final position; in order of {@code seq}, from the first on after
   * each start, at least once.
   *
   * @param seq operation counter after the operation
   * @param time chain time of the operation
   */
  record ChainEvent(long seq, long time, ContractEvent event) implements Input {}

  /**
   * The final position of the chain, at least once a second while the chain can be reached. All
   * events up to {@code seq} have been given before.
   *
   * @param time chain time of the latest final block
   * @param setVersion the contract's present set at that position
   * @param heartbeats chain times of the last heartbeats, in order of that set
   */
  record ChainTime(long seq, long time, long setVersion, List<Long> heartbeats) implements Input {
    /** Keeps a copy of the list. */
    public ChainTime {
      heartbeats = List.copyOf(heartbeats);
    }
  }

  /** Answers {@link Output.Verify}: one result for each check. */
  record Verified(long token, List<Boolean> valid) implements Input {}

  /** Answers {@link Output.Execute}. */
  record Executed(long token, ExecutionOutcome outcome) implements Input {}

  /** Answers {@link Output.Persist}: everything up to there is on the disk. */
  record Persisted(long token) implements Input {}

  /** Answers {@link Output.CallChain}. */
  record CallResult(long token, CallOutcome outcome) implements Input {}

  /** A local client's transaction. */
  record Submit(SignedTransaction transaction) implements Input {}

  /** An operator's or a local client's wish. */
  record Commanded(Command command) implements Input {}

  /**
   * Part of the journal, in order; the first inputs after a start. The next part is given when
   * {@link Output.RecoverMore} asks for it.
   *
   * @param snapshot what the executor was restored to, with the first part only; empty = genesis
   * @param last whether the journal ends here
   * @param dropped whether a record was lost or damaged; with the last part only
   */
  record Recovered(
      List<JournalRecord> records,
      Optional<RestoredSnapshot> snapshot,
      boolean last,
      boolean dropped)
      implements Input {
    /** Keeps a copy of the list. */
    public Recovered {
      records = List.copyOf(records);
    }
  }

  /** A snapshot the executor stands on. */
  record RestoredSnapshot(SnapshotManifestMessage manifest, ExecutionOutcome outcome) {}

  /**
   * Answers {@link Output.ReadBatches}: consecutive batches from the one asked for on; empty if it
   * is not there.
   */
  record BatchesRead(long token, List<CatchUpBatch> batches) implements Input {
    /** Keeps a copy of the list. */
    public BatchesRead {
      batches = List.copyOf(batches);
    }
  }

  /** Answers {@link Output.TakeSnapshot}: the hashes and the size of the pages. */
  record SnapshotTaken(long token, List<dev.sluice.consensus.api.object.Hash> pages, long total)
      implements Input {
    /** Keeps a copy of the list. */
    public SnapshotTaken {
      pages = List.copyOf(pages);
    }
  }

  /** Answers {@link Output.ReadPage}; empty if it is not there. */
  record PageRead(long token, Optional<SnapshotPage> page) implements Input {}

  /** Answers {@link Output.Restore}; empty if the pages are not those of a state. */
  record Restored(long token, Optional<ExecutionOutcome> outcome) implements Input {}
}
