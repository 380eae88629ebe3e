/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.Optional;

/**
 * What the settlement contract announces. The fields are those of the channel protocol, section 10;
 * numbers are unsigned, times milliseconds of the chain's clock.
 */
public sealed interface ChannelEvent {
  /** Number of the channel. */
  long channel();

  /** Running number of the channel's operations. */
  long seq();

  /** A channel was opened, with its creator as the first member; set 1, join_seq 1. */
  record Created(
      long channel,
      long seq,
      Address creator,
      Bytes txKey,
      Bytes memberKey,
      Bytes peerKey,
      Bytes endpoint,
      long deposit,
      Bytes configHash,
      Bytes genesisHash)
      implements ChannelEvent {}

  /** Another epoch began, under a leader or none. */
  record EpochOpened(
      long channel,
      long seq,
      long epoch,
      Bytes claimId,
      long setVersion,
      Optional<Address> leader,
      long reignEpoch,
      int cause,
      long time)
      implements ChannelEvent {}

  /** A member joined. */
  record MemberJoined(
      long channel,
      long seq,
      Address member,
      Bytes txKey,
      Bytes memberKey,
      Bytes peerKey,
      Bytes endpoint,
      long joinSeq,
      long setVersion,
      long deposit)
      implements ChannelEvent {}

  /** A member is gone. */
  record MemberRemoved(
      long channel, long seq, Address member, long setVersion, int cause, long cutEnds)
      implements ChannelEvent {}

  /** A member lets another one stand for it, or no longer. */
  record Delegated(long channel, long seq, Address from, Optional<Address> to)
      implements ChannelEvent {}

  /** A proposal was made. */
  record ProposalCreated(
      long channel,
      long seq,
      long proposal,
      int kind,
      Address proposer,
      Bytes dataHash,
      Optional<Address> accused)
      implements ChannelEvent {}

  /** A member voted. */
  record Voted(long channel, long seq, long proposal, Address voter, int option, long weight)
      implements ChannelEvent {}

  /** A proposal was executed. */
  record ProposalExecuted(long channel, long seq, long proposal) implements ChannelEvent {}

  /** A state was settled. */
  record Settled(
      long channel,
      long seq,
      long height,
      Bytes root,
      int kind,
      long setVersion,
      long bySet,
      Address subject)
      implements ChannelEvent {}

  /** A settlement waits for a cut. */
  record SettlementDeferred(long channel, long seq, long height, long setVersion, long batch)
      implements ChannelEvent {}

  /** A cut was answered. */
  record CutPosted(long channel, long seq, long height, long setVersion, long batch)
      implements ChannelEvent {}

  /** A cut was fixed. */
  record CutFixed(long channel, long seq, Address member, long postedHeight)
      implements ChannelEvent {}

  /** An exit was opened; by nobody if by the contract. A forced one cannot be cancelled. */
  record ExitOpened(long channel, long seq, Optional<Address> opener, long ends, boolean forced)
      implements ChannelEvent {}

  /** An exit was answered. */
  record ExitPosted(long channel, long seq, long height, long setVersion, long batch)
      implements ChannelEvent {}

  /** An exit was cancelled. */
  record ExitCancelled(long channel, long seq) implements ChannelEvent {}

  /** An exit ended. */
  record ExitFinalized(long channel, long seq, long height, Bytes root) implements ChannelEvent {}

  /** The channel is closed. */
  record Closed(long channel, long seq, long height, Bytes root) implements ChannelEvent {}

  /** A member was convicted. */
  record Evidence(
      long channel, long seq, Address member, Bytes key, long setVersion, long epoch, long batch)
      implements ChannelEvent {}

  /** A member was fined. */
  record Fined(long channel, long seq, Address member, long amount, Address reporter, long refund)
      implements ChannelEvent {}

  /** Coins were paid out. */
  record PaidOut(long channel, long seq, Address account, Bytes asset, long amount)
      implements ChannelEvent {}

  /** The dApp applied the changes up to a height. */
  record Applied(long channel, long seq, long height) implements ChannelEvent {}

  /** Changes were given up. */
  record ApplySkipped(long channel, long seq, long height) implements ChannelEvent {}
}
