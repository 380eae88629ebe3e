/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A node that this one knows of.
 *
 * @param key its key
 * @param endpoints where it is said to listen
 * @param sources where that is known from
 * @param expires when the announcement lapses; empty without one
 * @param wanted whether a session is kept up
 * @param state what the connector does about it
 * @param failure why the last try or session ended, if one did
 * @param nextTry when it is dialled next, if it is going to be
 */
public record KnownPeer(
    PeerKey key,
    List<Endpoint> endpoints,
    List<Source> sources,
    Optional<Instant> expires,
    boolean wanted,
    State state,
    Optional<PeerError> failure,
    Optional<Instant> nextTry) {
  public KnownPeer {
    endpoints = List.copyOf(endpoints);
    sources = List.copyOf(sources);
  }

  /** Where a node is known from. */
  public enum Source {
    /** The node's settings or an operator. */
    CONFIGURED,
    /** A topic's allowed nodes. */
    TOPIC,
    /** An announcement. */
    ANNOUNCED
  }

  /** What the connector does. */
  public enum State {
    /** Nothing now. */
    IDLE,
    /** Waits for the connection. */
    DIALLING,
    /** Waits for the other node's Open. */
    OPENING,
    /** There is a session. */
    OPEN
  }
}
