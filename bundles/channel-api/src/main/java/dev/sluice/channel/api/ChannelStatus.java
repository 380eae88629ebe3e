/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import java.util.List;

/**
 * How a member stands.
 *
 * @param domain what all that is signed for the channel names
 * @param genesis names the channel for good
 * @param address the member's on the chain
 * @param view of the state machine
 * @param settledHeight last settled on the chain, as far as this node knows
 * @param backlog inputs that wait
 * @param verified signatures this member has verified
 * @param verifiedClients client signatures among them
 * @param executed transactions this member has executed
 * @param forces of its journal
 * @param waiting why it does not go on, for people; empty when it does
 */
public record ChannelStatus(
    MemberRef member,
    Domain domain,
    Hash genesis,
    AccountAddress address,
    MemberView view,
    long settledHeight,
    int backlog,
    long verified,
    long verifiedClients,
    long executed,
    long forces,
    List<String> waiting) {
  /** Keeps a copy of the list. */
  public ChannelStatus {
    waiting = List.copyOf(waiting);
  }
}
