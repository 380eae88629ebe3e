/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The settlement contract of state channels on one chain. A capability: a plugin registers it
 * beside {@link Chain}, with the same {@link Chain#CHAIN_NAME}, if the chain has the contract. What
 * the operations do, their byte layouts and abort codes stand in the channel protocol, section 10.
 *
 * <p>Commands become calls, which the core's outbox carries out; the plugin does not send them. The
 * contract's refusals are {@link ChainException.Code#ABORTED}, with the abort codes of the protocol
 * on every chain.
 *
 * <p>Events come through {@link Chain#events} with {@link #events} as the filter. They carry the
 * channel's running number {@code seq}, so that a reader knows gaps and repeats.
 *
 * <p>Threads, time-outs, cancellation, errors and stop are as for {@link Chain}.
 */
@ConsumerType
public interface ChannelContract {
  /** Where the contract is, as the chain names it. */
  Address address();

  /**
   * The call that carries out a command. Pure.
   *
   * @throws ChainException with {@link ChainException.Code#INVALID_REQUEST} if an address or asset
   *     has no meaning on this chain
   */
  Call call(ChannelCommand command);

  /**
   * Reads the contract.
   *
   * @param at the height to read at; empty = the latest
   * @return the answer; {@link ChainException.Code#ABORTED} if there is no such channel, set, epoch
   *     or proposal; {@link ChainException.Code#BAD_ANSWER} if the contract has another form
   */
  <T> CompletableFuture<T> query(ChannelQuery<T> query, Optional<Height> at, Duration timeout);

  /** Lets through exactly the contract's events. */
  EventFilter events();

  /**
   * What an event of the contract says. Pure.
   *
   * @return empty for an event of another module, or of a kind that this version does not know
   * @throws ChainException with {@link ChainException.Code#BAD_ANSWER} if the data has another form
   */
  Optional<ChannelEvent> decode(ChainEvent event);
}
