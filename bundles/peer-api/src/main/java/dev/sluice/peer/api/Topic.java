/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import dev.sluice.codec.Bytes;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A name on which some nodes speak with each other. A node is <em>on</em> the topic while a session
 * with it is open, it is allowed here, and it has this node allowed on its side.
 *
 * <p>Thread-safe. No method blocks. Futures are completed on the topic's thread, see {@link
 * TopicHandler}: never wait for one in a callback of the same topic.
 */
@ProviderType
public interface Topic extends AutoCloseable {
  /** Most bytes of a message, request or part. */
  int MAX_BODY = 524_288;

  /** Most requests of this node to one other that are open at a time. */
  int MAX_REQUESTS = 64;

  /** Most nodes that may be allowed. */
  int MAX_ALLOWED = 4_096;

  /** The name. */
  String name();

  /**
   * Replaces the set of nodes that may speak here and that are kept connected. Nodes no longer in
   * it leave the topic at once.
   *
   * @throws PeerException {@link PeerError#FULL}; {@link PeerError#CLOSED}; {@link
   *     PeerError#INVALID} for a public topic
   */
  void allow(Collection<PeerAddress> peers);

  /** The nodes on the topic now. */
  Set<PeerKey> present();

  /**
   * Queues a message. Messages of one class to one node arrive in the order they were given, or the
   * session ends; there is no order between classes.
   *
   * @throws PeerException {@link PeerError#TOO_LARGE} above {@link #MAX_BODY}; {@link
   *     PeerError#CLOSED}
   */
  Sent send(PeerKey to, MessageClass urgency, Bytes body);

  /**
   * Asks one node and awaits an answer of one part.
   *
   * @param timeout for the answer, at most one minute
   * @return fails with {@link PeerException}: {@link PeerError#NOT_CONNECTED} at once or when the
   *     session ends, {@link PeerError#OVERLOADED} when {@value #MAX_REQUESTS} are open or the
   *     queue is full, {@link PeerError#TIMEOUT}, {@link PeerError#REFUSED}, {@link
   *     PeerError#MALFORMED} if the answer has several parts, {@link PeerError#CLOSED}
   * @throws PeerException {@link PeerError#TOO_LARGE}; {@link PeerError#CLOSED}
   */
  CompletableFuture<Bytes> request(PeerKey to, Bytes body, Duration timeout);

  /**
   * Asks one node and takes an answer of any number of parts. The other side may send {@value
   * #PARTS_AHEAD} parts that were not taken yet. Cancelling the future tells the other side.
   *
   * @param timeout for each part, at most one minute
   * @param parts called for every part in order, the last one included
   * @return done after the last part; fails as {@link #request} does, and with what {@code parts}
   *     threw
   * @throws PeerException {@link PeerError#TOO_LARGE}; {@link PeerError#CLOSED}
   */
  CompletableFuture<Void> stream(PeerKey to, Bytes body, Duration timeout, PartReceiver parts);

  /** Parts of an answer that may be under way before one is taken. */
  int PARTS_AHEAD = 2;

  /** Leaves the topic. Open requests fail with {@link PeerError#CLOSED}. Never throws. */
  @Override
  void close();
}
