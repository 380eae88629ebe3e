/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.Hash;
import java.util.Optional;

/** A proposal that members vote on. */
final class Proposal {
  static final int SETTLEMENT = 1;
  static final int PUNISHMENT = 2;

  final long id;
  final int type;
  final AccountAddress proposer;
  final long created;
  final long setVersion;
  final Hash dataHash;
  final Optional<AccountAddress> accused;
  final int[] weights;
  final boolean[] voted;
  final int[] tally = new int[3];
  boolean executed;

  Proposal(
      long id,
      int type,
      AccountAddress proposer,
      long created,
      long setVersion,
      Hash dataHash,
      Optional<AccountAddress> accused,
      int[] weights) {
    this.id = id;
    this.type = type;
    this.proposer = proposer;
    this.created = created;
    this.setVersion = setVersion;
    this.dataHash = dataHash;
    this.accused = accused;
    this.weights = weights;
    voted = new boolean[weights.length];
  }

  boolean isExpired(ChannelState channel, long now) {
    return now > created + channel.config.proposalTime();
  }

  boolean isOpen(ChannelState channel, long now) {
    return !executed && !isExpired(channel, now) && setVersion == channel.setVersion;
  }
}
