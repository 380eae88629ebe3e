/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.chain;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.RemovalCause;
import java.util.Optional;

/**
 * What the contract reports of an operation (section 10.11). An operation that changes the channel
 * raises the operation counter; several events may carry the same value of it.
 */
public sealed interface ContractEvent {

  /** The channel was created; loggable as the creator's join. */
  record Created(MemberRecord creator, long deposit, Hash configHash, Hash genesisHash)
      implements ContractEvent {}

  /**
   * An epoch opened.
   *
   * @param leader empty = vacant
   * @param reignEpoch first epoch of the leader's unbroken reign
   * @param time chain time
   */
  record EpochOpened(
      long epoch,
      Hash claimId,
      long setVersion,
      Optional<AccountAddress> leader,
      long reignEpoch,
      EpochCause cause,
      long time)
      implements ContractEvent {}

  /** A member joined; loggable. */
  record MemberJoined(MemberRecord member, long setVersion, long deposit)
      implements ContractEvent {}

  /**
   * A member was removed; loggable.
   *
   * @param cutEnds chain time at which its window ends
   */
  record MemberRemoved(AccountAddress member, long setVersion, RemovalCause cause, long cutEnds)
      implements ContractEvent {}

  /** A member delegated its votes, or took them back. */
  record Delegated(AccountAddress from, Optional<AccountAddress> to) implements ContractEvent {}

  /**
   * A proposal was made.
   *
   * @param type 1 settlement, 2 punishment
   * @param dataHash H of its data
   */
  record ProposalCreated(
      long proposal,
      int type,
      AccountAddress proposer,
      Hash dataHash,
      Optional<AccountAddress> accused)
      implements ContractEvent {}

  /** A vote was given: 0 no, 1 yes, 2 abstain. */
  record Voted(long proposal, AccountAddress voter, int option, int weight)
      implements ContractEvent {}

  /** A proposal was executed. */
  record ProposalExecuted(long proposal) implements ContractEvent {}

  /**
   * A checkpoint was settled; loggable.
   *
   * @param setVersion the set after it, another one than before if {@code kind} is LEAVE
   * @param settlerSet set of the certificate; 0 = settled by vote
   * @param subject who left, all zero if {@code kind} is not LEAVE
   */
  record Settled(
      long height,
      Hash root,
      CheckpointKind kind,
      long setVersion,
      long settlerSet,
      AccountAddress subject)
      implements ContractEvent {}

  /** A settlement waits for a cut. */
  record SettlementDeferred(long height, long setVersion, long batch) implements ContractEvent {}

  /** A certificate was posted for a cut. */
  record CutPosted(long height, long setVersion, long batch) implements ContractEvent {}

  /** What a removed member is paid is fixed; loggable. */
  record CutFixed(AccountAddress member, long postedHeight) implements ContractEvent {}

  /** An exit was opened; loggable. */
  record ExitOpened(Optional<AccountAddress> opener, long ends, boolean forced)
      implements ContractEvent {}

  /** A certificate was posted for the exit. */
  record ExitPosted(long setVersion, long batch, long height) implements ContractEvent {}

  /** A settlement cancelled the exit; loggable. */
  record ExitCancelled() implements ContractEvent {}

  /** The exit settled the channel. */
  record ExitFinalized(long height, Hash root) implements ContractEvent {}

  /** The channel is closed. */
  record Closed(long height, Hash root) implements ContractEvent {}

  /** Evidence was accepted against a member key. */
  record EvidenceAccepted(
      AccountAddress member, Key memberKey, long setVersion, long epoch, long batch)
      implements ContractEvent {}

  /** A member was fined. */
  record Fined(AccountAddress member, long amount, AccountAddress reporter, long refund)
      implements ContractEvent {}

  /** A payout was paid. */
  record PaidOut(AccountAddress account, Hash asset, long amount) implements ContractEvent {}

  /** All pages of a settlement were applied. */
  record Applied(long height) implements ContractEvent {}

  /** The application did not apply in time. */
  record ApplySkipped(long height) implements ContractEvent {}
}
