/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with the settlement contract. Channel numbers, epochs and amounts are unsigned;
 * encoded values have the layouts of the channel protocol. The account that signs is the caller.
 */
public sealed interface ChannelCommand {
  /**
   * Opens a channel through its dApp. The caller becomes its first member.
   *
   * @param dapp the module with the entry function
   * @param coin type of the coin
   * @param first arguments of the dApp that stand before the others, in the chain's encoding
   * @param config encoded {@code ConfigRecord}
   * @param root root of the state as it begins
   * @param creator encoded join arguments of the caller
   */
  record Create(
      Address dapp, String coin, List<Bytes> first, Bytes config, Bytes root, Bytes creator)
      implements ChannelCommand {
    public Create {
      first = List.copyOf(first);
    }
  }

  /**
   * Joins a channel through its dApp.
   *
   * @param dapp the module with the entry function
   * @param coin type of the coin
   * @param channel which
   * @param arguments encoded join arguments
   */
  record Join(Address dapp, String coin, long channel, Bytes arguments) implements ChannelCommand {}

  /**
   * Applies a page of changes to the state through its dApp.
   *
   * @param dapp the module with the entry function
   * @param channel which
   * @param number of the page
   * @param page the page
   * @param proof of the page under the settled root
   * @param count of all pages
   */
  record Apply(Address dapp, long channel, long number, Bytes page, List<Bytes> proof, long count)
      implements ChannelCommand {
    public Apply {
      proof = List.copyOf(proof);
    }
  }

  /**
   * Takes the assets of a member that has left, through its dApp.
   *
   * @param dapp the module with the entry function
   * @param channel which
   */
  record Leave(Address dapp, long channel) implements ChannelCommand {}

  /**
   * Takes the state of a closed channel, through its dApp.
   *
   * @param dapp the module with the entry function
   * @param channel which
   */
  record Close(Address dapp, long channel) implements ChannelCommand {}

  /**
   * Says that a member lives.
   *
   * @param channel which
   * @param peerDelays encoded delays to the other members
   */
  record KeepAlive(long channel, Bytes peerDelays) implements ChannelCommand {}

  /**
   * Says to several channels in one transaction that a member lives. Channels that are closed, or
   * that the caller is no member of, are passed over; it aborts if that are all.
   *
   * @param all one for each channel, at most {@value #MAX_CHANNELS}
   */
  record KeepAliveAll(List<KeepAlive> all) implements ChannelCommand {
    /** Most channels. */
    public static final int MAX_CHANNELS = 64;

    public KeepAliveAll {
      all = List.copyOf(all);
      if (all.isEmpty() || all.size() > MAX_CHANNELS) {
        throw new IllegalArgumentException(all.size() + " channels, not 1 to " + MAX_CHANNELS);
      }
    }
  }

  /**
   * Claims the lead where the leader is not live.
   *
   * @param channel which
   * @param expectedEpoch the epoch the claimant knows
   */
  record ClaimLeader(long channel, long expectedEpoch) implements ChannelCommand {}

  /**
   * Claims the lead where the leader has lost confidence.
   *
   * @param channel which
   * @param expectedEpoch the epoch the claimant knows
   * @param proof encoded {@code NoConfidenceProof}
   */
  record ClaimNoConfidence(long channel, long expectedEpoch, Bytes proof)
      implements ChannelCommand {}

  /**
   * Lets another member stand for the caller.
   *
   * @param channel which
   * @param to who
   */
  record Delegate(long channel, Address to) implements ChannelCommand {}

  /**
   * Ends {@link Delegate}.
   *
   * @param channel which
   */
  record Undelegate(long channel) implements ChannelCommand {}

  /**
   * Makes a proposal.
   *
   * @param channel which
   * @param kind 1 settlement, 2 punishment
   * @param data encoded proposal
   */
  record Propose(long channel, int kind, Bytes data) implements ChannelCommand {}

  /**
   * Votes on a proposal.
   *
   * @param channel which
   * @param proposal which
   * @param option 0 no, 1 yes, 2 abstain
   */
  record Vote(long channel, long proposal, int option) implements ChannelCommand {}

  /**
   * Executes a proposal that has its votes.
   *
   * @param channel which
   * @param proposal which
   * @param data the bytes given at {@link Propose}
   */
  record Execute(long channel, long proposal, Bytes data) implements ChannelCommand {}

  /**
   * Settles by certificate.
   *
   * @param channel which
   * @param settlement encoded {@code Settlement}
   */
  record Settle(long channel, Bytes settlement) implements ChannelCommand {}

  /**
   * Answers a cut.
   *
   * @param channel which
   * @param settlement encoded {@code Settlement}
   */
  record PostCut(long channel, Bytes settlement) implements ChannelCommand {}

  /**
   * Fixes a cut whose window is over.
   *
   * @param channel which
   * @param member whose cut
   */
  record FixCut(long channel, Address member) implements ChannelCommand {}

  /**
   * Opens an exit.
   *
   * @param channel which
   * @param settlement encoded {@code Settlement}; empty = at the settled state
   */
  record OpenExit(long channel, Optional<Bytes> settlement) implements ChannelCommand {}

  /**
   * Answers an exit with a newer state.
   *
   * @param channel which
   * @param settlement encoded {@code Settlement}
   */
  record PostExit(long channel, Bytes settlement) implements ChannelCommand {}

  /**
   * Ends an exit whose window is over.
   *
   * @param channel which
   */
  record FinalizeExit(long channel) implements ChannelCommand {}

  /**
   * Shows a member's two results for one slot, or a broken chain.
   *
   * @param channel which
   * @param evidence encoded {@code Evidence}
   */
  record PostEvidence(long channel, Bytes evidence) implements ChannelCommand {}

  /**
   * Says that the leader of two withholds transactions.
   *
   * @param channel which
   */
  record ReportWithheld(long channel) implements ChannelCommand {}

  /**
   * Removes a silent member.
   *
   * @param channel which
   * @param member who
   */
  record ExpelDead(long channel, Address member) implements ChannelCommand {}

  /**
   * Pays out what an account may take.
   *
   * @param coin type of the coin
   * @param channel which
   * @param account who is paid
   */
  record TakePayout(String coin, long channel, Address account) implements ChannelCommand {}

  /**
   * Frees the stake of a member that is gone.
   *
   * @param channel which
   * @param member whose
   */
  record ReleaseStake(long channel, Address member) implements ChannelCommand {}

  /**
   * Gives up changes that the dApp did not apply in time.
   *
   * @param channel which
   */
  record SkipApply(long channel) implements ChannelCommand {}

  /**
   * Puts coins into the staking pool.
   *
   * @param coin type of the coin
   * @param amount in the smallest unit, unsigned
   */
  record PoolDeposit(String coin, long amount) implements ChannelCommand {}

  /**
   * Announces that coins are taken out of the pool.
   *
   * @param coin type of the coin
   * @param amount in the smallest unit, unsigned
   */
  record PoolRequest(String coin, long amount) implements ChannelCommand {}

  /**
   * Takes out what was announced.
   *
   * @param coin type of the coin
   */
  record PoolWithdraw(String coin) implements ChannelCommand {}
}
