/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Map;

/**
 * What can be asked of the settlement contract. Numbers are unsigned, times milliseconds of the
 * chain's clock.
 *
 * @param <T> of the answer
 */
public sealed interface ChannelQuery<T> {
  /** Number of the last channel; 0 if there is none. */
  record Channels() implements ChannelQuery<Long> {}

  /** Address of what holds the channel, whether it exists or not. */
  record ChannelAddress(long channel) implements ChannelQuery<Address> {}

  /** How a channel stands. */
  record Channel(long channel) implements ChannelQuery<ChannelState> {}

  /** Its members, in the order of joining. */
  record Members(long channel) implements ChannelQuery<List<ChannelState.Member>> {}

  /** A set of members. */
  record MemberSet(long channel, long version) implements ChannelQuery<ChannelState.Set> {}

  /** An epoch. */
  record Epoch(long channel, long number) implements ChannelQuery<ChannelState.Epoch> {}

  /** The encoded configuration. */
  record Config(long channel) implements ChannelQuery<Bytes> {}

  /** Hash of the genesis. */
  record Genesis(long channel) implements ChannelQuery<Bytes> {}

  /** What an account may take. */
  record Payable(long channel, Address account) implements ChannelQuery<Long> {}

  /** A proposal. */
  record Proposal(long channel, long number) implements ChannelQuery<ChannelState.Proposal> {}

  /** Numbers of the proposals that can be voted on. */
  record OpenProposals(long channel) implements ChannelQuery<List<Long>> {}

  /** Who stands for the members in votes. */
  record Candidates(long channel) implements ChannelQuery<List<Address>> {}

  /** Who lets whom stand for it. */
  record Delegations(long channel) implements ChannelQuery<Map<Address, Address>> {}

  /** Settled changes that the dApp has not applied. */
  record Applying(long channel) implements ChannelQuery<List<ChannelState.Applying>> {}

  /** Stake of a member. */
  record Reservation(long channel, Address member)
      implements ChannelQuery<ChannelState.Reservation> {}

  /** An account's part of the staking pool. */
  record Pool(String coin, Address account) implements ChannelQuery<ChannelState.Pool> {}

  /** Barred accounts and until when. */
  record Bars(long channel) implements ChannelQuery<Map<Address, Long>> {}
}
