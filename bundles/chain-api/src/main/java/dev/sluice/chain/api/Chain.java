/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One chain, as a plugin makes it reachable. Implemented by plugin authors, registered as an OSGi
 * service with the property {@link #CHAIN_NAME}.
 *
 * <p><b>The core owns the outbox.</b> A plugin prepares, sends and looks up. It never sees a key:
 * the core signs between {@link #prepare} and {@link #assemble}. It keeps nothing that must survive
 * its removal: the core stores the signed bytes before it sends them, and finds a transaction again
 * by the hash that {@link #assemble} computed.
 *
 * <p><b>Idempotence.</b> Every method may be called again with the same arguments, on this instance
 * or on its successor after an update. {@link #send} of bytes that the chain already knows
 * succeeds.
 *
 * <p><b>Threads.</b> Called from many threads at once. A method returns within about a millisecond
 * and does no input or output on the caller's thread; the future is completed on a thread of the
 * plugin. A plugin bounds its own queues and refuses beyond them with {@link
 * ChainException.Code#OVERLOADED}.
 *
 * <p><b>Time and cancellation.</b> {@code timeout} is the longest the caller waits. At its end the
 * plugin completes the future with {@link ChainException.Code#TIMEOUT} and releases what the call
 * held. Cancelling the future does the same without an answer. After either the outcome of a {@link
 * #send} is unknown: look it up.
 *
 * <p><b>Errors.</b> A future fails with {@link ChainException} and nothing else, with one
 * exception: an instance that is being stopped fails each call it has not carried out with {@link
 * java.util.concurrent.RejectedExecutionException}, within one second and leaving none open. The
 * core repeats such calls on the next instance.
 *
 * <p><b>Start.</b> A plugin that reaches its node compares the node's chain id with the configured
 * one and does not register on a mismatch. A node that cannot be reached is no reason not to
 * register: calls then fail with {@link ChainException.Code#UNAVAILABLE}.
 */
@ConsumerType
public interface Chain {
  /** Service property that holds the {@link ChainName} of this instance. */
  String CHAIN_NAME = "chain.name";

  /** What the chain is, and where its head stands now. */
  CompletableFuture<ChainInfo> info(Duration timeout);

  /**
   * The account that belongs to {@code key}, whether or not the chain has seen it: address, next
   * sequence number, balance.
   */
  CompletableFuture<Account> account(PublicKey key, Duration timeout);

  /**
   * Code or state as of a height.
   *
   * @param query what to read
   * @param at the height to read at; empty = the latest
   * @return the value, empty if there is none at that height; {@link ChainException.Code#PRUNED} if
   *     the node no longer has the height
   */
  CompletableFuture<Optional<StateValue>> read(
      StateQuery query, Optional<Height> at, Duration timeout);

  /**
   * Runs a function without changing the chain.
   *
   * @param call the function and its arguments
   * @param at the height to run at; empty = the latest. A chain that cannot run views in the past
   *     refuses a given height with {@link ChainException.Code#UNSUPPORTED}
   * @return the returned values in order, or {@link ChainException.Code#ABORTED}
   */
  CompletableFuture<List<StateValue>> view(Call call, Optional<Height> at, Duration timeout);

  /**
   * Makes the bytes to sign. Fills in what the request leaves open: the sequence number as the
   * chain knows it now, and the fee by a simulated run, which also is how a fee is estimated. A
   * simulated run that aborts fails with {@link ChainException.Code#ABORTED}.
   *
   * <p>Changes nothing on the chain and reserves nothing.
   */
  CompletableFuture<PreparedTransaction> prepare(TransactionRequest request, Duration timeout);

  /**
   * Joins a prepared transaction and its signature. Pure: no input or output, the same arguments
   * give the same bytes and hash.
   *
   * @throws ChainException with {@link ChainException.Code#BAD_SIGNATURE} if the signature does not
   *     match key and message
   */
  SignedTransaction assemble(PreparedTransaction prepared, Signature signature);

  /**
   * Hands signed bytes to the chain.
   *
   * @return completes when the chain has accepted the bytes for inclusion, or has them already; it
   *     does not wait for the commit
   */
  CompletableFuture<Void> send(SignedTransaction transaction, Duration timeout);

  /**
   * What became of a transaction.
   *
   * @param hash as computed by {@link #assemble}
   * @param validity until when it can be committed; with {@link Validity#UNKNOWN} the answer is
   *     never {@link TransactionStatus.Expired}
   */
  CompletableFuture<TransactionStatus> status(TxHash hash, Validity validity, Duration timeout);

  /**
   * The next events after a cursor, in chain order. Each event is delivered at least once; {@link
   * EventPosition} tells repeats. A roll-back of the chain is a notice of its own.
   *
   * <p>The answer comes as soon as there is at least one notice, at the latest after {@code wait},
   * then possibly empty and with an advanced cursor. Nothing of the stream is kept in the plugin:
   * the cursor alone says where to go on, also after an update of the plugin.
   *
   * @param filter which events
   * @param from where to go on; a cursor that is too old fails with {@link
   *     ChainException.Code#PRUNED}: read the state anew and go on from {@link Cursor#LATEST}
   * @param limit most notices wanted, 1 to {@value EventPage#MAX_NOTICES}
   * @param wait how long to wait for a first notice; zero = not at all
   */
  CompletableFuture<EventPage> events(EventFilter filter, Cursor from, int limit, Duration wait);
}
