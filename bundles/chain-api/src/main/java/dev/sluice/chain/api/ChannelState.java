/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * How a channel stands. The fields are those of the channel protocol, section 10; numbers are
 * unsigned, times milliseconds of the chain's clock.
 */
public record ChannelState(
    long channel,
    Address address,
    Bytes genesisHash,
    Bytes configHash,
    int phase,
    long seq,
    List<Label> labels,
    long epoch,
    Bytes claimId,
    Optional<Address> leader,
    long reignEpoch,
    long setVersion,
    Optional<Priority> priority,
    long settledHeight,
    Bytes settledRoot,
    long settledSeq,
    long lastSettleOp,
    long lastSettlerSet,
    List<Payout> allocation,
    List<Deposit> deposits,
    List<Cut> cuts,
    Optional<Posted> deferred,
    Optional<Exit> exit,
    boolean stateBroken) {
  public ChannelState {
    labels = List.copyOf(labels);
    allocation = List.copyOf(allocation);
    deposits = List.copyOf(deposits);
    cuts = List.copyOf(cuts);
  }

  /** A label. */
  public record Label(Bytes key, Bytes value) {}

  /** Who may claim first, and until when. */
  public record Priority(Address account, long until) {}

  /** What belongs to an account. */
  public record Payout(Address account, Bytes asset, long amount, int release) {}

  /** What was brought in and is not in a settled state yet. */
  public record Deposit(long seq, Payout entry) {}

  /** A removal whose last state is still open. */
  public record Cut(
      Address member,
      long removalSet,
      long seq,
      long opened,
      long ends,
      long postedSet,
      long postedBatch,
      long postedHeight,
      Bytes postedHeader,
      boolean fixed) {}

  /** A certified state that was posted. */
  public record Posted(
      long set,
      long batch,
      long height,
      long seq,
      Bytes headerHash,
      Bytes stateRoot,
      Bytes netChangeRoot,
      long baseHeight,
      Bytes baseRoot,
      Bytes payouts) {}

  /** An exit under way. */
  public record Exit(
      long seq,
      Optional<Address> opener,
      long opened,
      long ends,
      boolean forced,
      Optional<Posted> best) {}

  /** A member. */
  public record Member(
      Address address,
      Bytes txKey,
      Bytes memberKey,
      Bytes peerKey,
      Bytes endpoint,
      long joinSeq,
      long heartbeat,
      Bytes delays) {}

  /** A member's key in a set. */
  public record SetKey(Address address, Bytes memberKey) {}

  /** A set of members. */
  public record Set(
      List<SetKey> keys,
      long quorum,
      long n,
      long seq,
      int cause,
      boolean removal,
      long voidAt,
      long evidenceRemoved,
      List<Long> candidates) {
    public Set {
      keys = List.copyOf(keys);
      candidates = List.copyOf(candidates);
    }
  }

  /** An epoch. */
  public record Epoch(long setVersion, Bytes claimId, Optional<Address> leader) {}

  /** A proposal; a vote is 0 no, 1 yes, 2 abstain. */
  public record Proposal(
      long id,
      int kind,
      Address proposer,
      long created,
      long expires,
      long setVersion,
      Bytes dataHash,
      Optional<Address> accused,
      List<Long> weights,
      List<Optional<Integer>> votes,
      long yes,
      long no,
      long abstain,
      boolean executed) {
    public Proposal {
      weights = List.copyOf(weights);
      votes = List.copyOf(votes);
    }
  }

  /** Settled changes on their way into the dApp. */
  public record Applying(
      long height,
      Bytes netChangeRoot,
      Optional<Long> count,
      long applied,
      long deadline,
      Bytes stateRoot) {}

  /** A stake; free from {@code freeAt} on, 0 while that is not known. */
  public record Reservation(long amount, boolean pooled, long freeAt) {}

  /** An account in the pool. */
  public record Pool(long balance, long reserved, Optional<Withdrawal> withdrawal) {}

  /** An announced withdrawal. */
  public record Withdrawal(long amount, long readyAt) {}
}
