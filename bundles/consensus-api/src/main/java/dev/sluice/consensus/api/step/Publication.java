/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.object.WatchDelegation;
import java.util.Optional;

/** What a member tells its own node. */
public sealed interface Publication {
  /** A batch was executed here and is not confirmed: it may still be replaced. */
  record Accepted(BatchHeader header, Hash headerHash, BatchBody body, ExecutionOutcome outcome)
      implements Publication {}

  /**
   * A batch is confirmed: it is part of every later log. Published in order, without gap or repeat
   * within a run; after a restart from the last snapshot on.
   */
  record Confirmed(BatchHeader header, Hash headerHash, BatchBody body, ExecutionOutcome outcome)
      implements Publication {}

  /** The state was replaced by that of a snapshot; confirmed batches go on above it. */
  record Restored(long batch, long height, ExecutionOutcome outcome) implements Publication {}

  /** A checkpoint is settled on the chain. */
  record Settled(long height, Hash root, CheckpointKind kind) implements Publication {}

  /** A local transaction was refused; {@code first} is the result of its first inclusion. */
  record Refused(
      SignedTransaction transaction, RefusalCode code, long retryAfter, Optional<TxResult> first)
      implements Publication {}

  /** The member key may be told to the contract. */
  record KeyReady() implements Publication {}

  /** The lead changed hands, or nobody has it. */
  record EpochChanged(long epoch, long setVersion, Optional<Integer> leader)
      implements Publication {}

  /** The member's state changed. */
  record StateChanged(MemberState state) implements Publication {}

  /** A consent to a joiner, the own included. */
  record Approved(JoinApproval approval, int index, Signature signature) implements Publication {}

  /** Who watches for a member. */
  record Watched(WatchDelegation delegation) implements Publication {}

  /** Something an operator should see. */
  record Alarm(AlarmKind kind, String detail) implements Publication {}

  /** Kinds of alarms; the names are stable. */
  enum AlarmKind {
    /** Two processes use one member key. */
    TWO_NODES,
    /** The own execution differs from a certificate. */
    DIVERGED,
    /** The vote journal was lost or damaged (rule 7). */
    AMNESIA,
    /** A set contains a key that may not be registered. */
    UNFIT_KEY,
    /** A peer sends what is refused. */
    BAD_PEER,
    /** A header was certified that this member withheld its ack from. */
    OUTVOTED,
    /** A member signed what it must not. */
    EQUIVOCATION,
    /** The leader signed a wrong header. */
    WRONG_HEADER
  }
}
