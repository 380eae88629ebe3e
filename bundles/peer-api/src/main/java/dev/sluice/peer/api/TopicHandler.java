/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import dev.sluice.codec.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives what arrives on one topic.
 *
 * <p>Callbacks of one topic are made one at a time, by a thread that this topic shares with no
 * other while a callback runs. The order per node is: {@link #connected}, messages and requests as
 * they came, {@link #disconnected}. Nodes take turns.
 *
 * <p>A callback may block: that is the back pressure. What waits meanwhile is bounded per session
 * (4 MiB over all topics); when it is full the other side may send nothing more but control frames,
 * and refuses its own callers. A callback that throws is counted and logged; the session goes on.
 */
@ConsumerType
public interface TopicHandler {
  /** A node came on the topic; it can be sent to from now on. */
  default void connected(PeerKey peer) {}

  /**
   * A node left the topic.
   *
   * @param reason why; {@link PeerError#NOT_ALLOWED} if this node or the other took it off the
   *     topic while the session goes on
   */
  default void disconnected(PeerKey peer, PeerError reason) {}

  /** A message. */
  void message(PeerKey from, Bytes body);

  /** A request; answer now or later, from any thread. The default refuses. */
  default void request(PeerKey from, Bytes body, Responder responder) {
    responder.refuse();
  }
}
