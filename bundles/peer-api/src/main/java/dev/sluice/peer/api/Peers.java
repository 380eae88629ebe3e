/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This node among others, under one key. A process may hold several, each a service with the
 * property {@value #NAME}; between them no socket is used. Thread-safe; no method blocks for longer
 * than a hand-over to another thread.
 */
@ProviderType
public interface Peers {
  /** Service property: the name of this identity. */
  String NAME = "peer.name";

  /** Most topics that are open at a time. */
  int MAX_TOPICS = 1_024;

  /** Most bytes of a topic's name in UTF-8. */
  int MAX_NAME = 96;

  /** The own key. */
  PeerKey key();

  /** Where this node listens; empty if it only dials. */
  List<Endpoint> endpoints();

  /**
   * Opens a topic for some nodes, with which sessions are kept up as long as it is open.
   *
   * @param name for instance {@code channel/<chain>/<id>}
   * @param allowed who may speak here; {@link Topic#allow} changes it
   * @throws PeerException {@link PeerError#INVALID} for a bad name or one that is open already;
   *     {@link PeerError#FULL}; {@link PeerError#CLOSED}
   */
  Topic open(String name, Collection<PeerAddress> allowed, TopicHandler handler);

  /**
   * Opens a topic for every node that has a session. From then on any key may connect.
   *
   * @throws PeerException as {@link #open}
   */
  Topic openPublic(String name, TopicHandler handler);

  /** The sessions that are open, by key. */
  List<PeerSession> sessions();

  /** The session with one node. */
  Optional<PeerSession> session(PeerKey key);

  /** All nodes this one knows of, by key, without itself. */
  List<KnownPeer> known();

  /**
   * Keeps a session up with a node until {@link #forget}, or dials it anew at once.
   *
   * @throws PeerException {@link PeerError#INVALID} for the own key; {@link PeerError#FULL}
   */
  void dial(PeerAddress peer);

  /** Takes back {@link #dial}; the session ends unless a topic wants it. */
  void forget(PeerKey key);

  /**
   * Ends the session with a node and refuses new ones. A ban without end outlasts the node.
   *
   * @param duration empty for a ban without end
   * @param reason in words, at most 256 characters
   * @throws PeerException {@link PeerError#FULL}; {@link PeerError#INVALID}
   */
  void ban(PeerKey key, Optional<Duration> duration, String reason);

  /** Lifts a ban, if there is one. */
  void unban(PeerKey key);

  /** The bans that hold, by key. */
  List<Ban> bans();
}
