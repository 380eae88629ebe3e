/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Moment;
import dev.sluice.peer.machine.Output;
import dev.sluice.peer.machine.Score;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores of keys. A key that has used up its credit is banned for a minute. On the node's thread.
 */
final class Faults {
  /** How long a key without credit is banned. */
  static final Duration BAN = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final long WARN_MICROS = 60_000_000;

  private final Bans bans;
  private final Map<PeerKey, Score> scores = new HashMap<>();
  private final Map<PeerKey, Long> warned = new HashMap<>();
  private long sweptAt;

  Faults(Bans bans) {
    this.bans = bans;
  }

  /** Counts a fault; false when the session is to end. */
  boolean take(PeerKey key, Output.Fault fault, Moment now) {
    Long last = warned.get(key);
    if (last == null || now.micros() - last >= WARN_MICROS) {
      warned.put(key, now.micros());
      LOG.warn("Peer {} sent a bad frame: {} {}", key, fault.error(), fault.detail());
    }
    Score score = scores.computeIfAbsent(key, k -> new Score(now));
    if (score.take(fault.points(), now)) {
      return true;
    }
    scores.remove(key);
    bans.add(key, Optional.of(BAN), "too many bad frames, the last: " + fault.error());
    return false;
  }

  /** Forgets keys that behave. */
  void tick(Moment now) {
    if (now.micros() - sweptAt >= WARN_MICROS) {
      sweptAt = now.micros();
      scores.values().removeIf(score -> score.full(now));
      warned.values().removeIf(at -> now.micros() - at >= WARN_MICROS);
    }
  }
}
