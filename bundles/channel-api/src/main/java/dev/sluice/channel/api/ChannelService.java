/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The channels in which this node runs a member, under one peer identity: a service with the
 * property {@code peer.name} of that identity, which runs at most one member of a channel.
 * Thread-safe.
 *
 * <p>Refusals are {@link ChannelException}: thrown, or what a future fails with. Every operation on
 * a member that this node does not run is refused with {@link ChannelException.Code#NO_CHANNEL}.
 */
@ProviderType
public interface ChannelService {
  /** Members that one node runs. */
  int MAX_MEMBERS = 256;

  /** Calls of one member that are on their way. */
  int MAX_PENDING = 8_192;

  /** Subscriptions of one member. */
  int MAX_SUBSCRIPTIONS = 1_024;

  /** Creates a channel; done when its contract is on the chain and the member runs. */
  CompletableFuture<MemberRef> create(CreateChannel request);

  /** Joins a channel; done when the contract has admitted the member and it runs. */
  CompletableFuture<MemberRef> join(JoinChannel request);

  /** The members this node runs. */
  List<MemberRef> members();

  /** How a member stands. */
  ChannelStatus status(MemberRef member);

  /** Hands in a client's signed transaction. */
  PendingCall submit(MemberRef member, SignedTransaction transaction);

  /**
   * Runs a function on the last confirmed state, without effect.
   *
   * @param call a function call in the encoding of transactions
   * @return the returned values, BCS
   */
  List<Bytes> view(MemberRef member, Bytes call);

  /** BCS of the dApp's state as last confirmed. */
  Bytes state(MemberRef member);

  /**
   * Follows a channel from a height on: with the blocks themselves if the node still has them in
   * memory, else with a snapshot first.
   *
   * @param fromHeight first height wanted; 0 = a snapshot of now
   */
  ChannelSubscription subscribe(MemberRef member, long fromHeight);

  /** Asks to leave, with the client's signature. */
  void leave(MemberRef member, SignedLeave request);

  /** Asks to close the channel, with the client's signature. */
  void close(MemberRef member, SignedClose request);

  /** Gives the member a command of an operator. */
  void command(MemberRef member, Command command);

  /** Stops a member and keeps its files; it begins again with the node, or by {@link #resume}. */
  void stop(MemberRef member);

  /**
   * Begins again the members whose files are there and that do not run.
   *
   * @throws ChannelException {@link ChannelException.Code#BROKEN} if some could not be begun; the
   *     others run
   */
  List<MemberRef> resume();
}
