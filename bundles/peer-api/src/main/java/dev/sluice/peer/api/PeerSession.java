/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session with another node, as it was when asked.
 *
 * @param key of the other node
 * @param path how it is reached
 * @param remote the other end, if there is a connection
 * @param version of the protocol
 * @param software what the other node says it runs
 * @param since when the session opened
 * @param roundTrip smoothed; empty until measured
 * @param variation of the round trip, smoothed
 * @param clockDifference how far the other clock is ahead of the own one, as far as known
 * @param topics both nodes are on
 * @param queued messages waiting to leave, by class
 * @param queuedBytes bytes waiting to leave
 * @param framesIn since the session opened
 * @param framesOut since the session opened
 * @param bytesIn since the session opened
 * @param bytesOut since the session opened
 * @param refused messages refused since their queue was full
 * @param faults bad frames of that node
 */
public record PeerSession(
    PeerKey key,
    Path path,
    Optional<Endpoint> remote,
    int version,
    String software,
    Instant since,
    Optional<Duration> roundTrip,
    Duration variation,
    Duration clockDifference,
    Set<String> topics,
    Map<MessageClass, Integer> queued,
    long queuedBytes,
    long framesIn,
    long framesOut,
    long bytesIn,
    long bytesOut,
    long refused,
    long faults) {
  public PeerSession {
    topics = Set.copyOf(topics);
    queued = Map.copyOf(queued);
  }

  /** How a node is reached. */
  public enum Path {
    /** This node dialled. */
    DIALLED,
    /** The other node dialled. */
    ACCEPTED,
    /** Both run in one process; no socket. */
    MEMORY
  }
}
