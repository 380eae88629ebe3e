/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The ban list. Thread-safe. */
final class Bans {
  private static final int MAX_REASON = 256;

  private final Clock clock;
  private final Consumer<List<Ban>> keep;
  private final ConcurrentSkipListMap<PeerKey, Ban> bans = new ConcurrentSkipListMap<>();

  /**
   * A list that begins with {@code kept}.
   *
   * @param keep is given all bans without end whenever these change
   */
  Bans(Clock clock, Collection<Ban> kept, Consumer<List<Ban>> keep) {
    this.clock = clock;
    this.keep = keep;
    kept.forEach(ban -> bans.put(ban.key(), ban));
  }

  boolean holds(PeerKey key) {
    Ban ban = bans.get(key);
    return ban != null && holds(ban);
  }

  private boolean holds(Ban ban) {
    return ban.until().map(until -> clock.instant().isBefore(until)).orElse(true);
  }

  synchronized void add(PeerKey key, Optional<Duration> duration, String reason) {
    if (reason.length() > MAX_REASON
        || duration.map(d -> d.isNegative() || d.isZero()).orElse(false)) {
      throw new PeerException(PeerError.INVALID, "a reason of 256 characters and a time above 0");
    }
    expire();
    Ban known = bans.get(key);
    if (known == null && bans.size() >= Ban.MAX_BANS) {
      throw new PeerException(PeerError.FULL, Ban.MAX_BANS + " bans; lift one: peer:unban");
    }
    if (known != null && known.until().isEmpty() && duration.isPresent()) {
      return; // one without end is not shortened by accident
    }
    Optional<Instant> until = duration.map(d -> clock.instant().plus(d));
    bans.put(key, new Ban(key, until, reason));
    if (until.isEmpty()) {
      keep();
    }
  }

  synchronized void remove(PeerKey key) {
    Ban ban = bans.remove(key);
    if (ban != null && ban.until().isEmpty()) {
      keep();
    }
  }

  private void keep() {
    keep.accept(bans.values().stream().filter(ban -> ban.until().isEmpty()).toList());
  }

  void expire() {
    bans.values().removeIf(ban -> !holds(ban));
  }

  List<Ban> list() {
    return bans.values().stream().filter(this::holds).toList();
  }
}
