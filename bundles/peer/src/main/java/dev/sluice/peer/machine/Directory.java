/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.wire.Announcement;
import dev.sluice.peer.wire.PeerLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest valid announcement of each node, section 7 of the document. An entry is a claim, not a
 * fact. Not thread-safe.
 */
public final class Directory {
  /** Most entries. */
  public static final int MAX_ENTRIES = 4_096;

  /** How far ahead a claim's time may be. */
  public static final long MAX_AHEAD_MILLIS = 60_000;

  /** A claim this much newer than the one before is passed on. */
  public static final long QUIET_MILLIS = 7 * 60_000L;

  /** Between own announcements. */
  public static final long OWN_MILLIS = 11 * 60_000L;

  /** What became of a claim. */
  public enum Verdict {
    /** It is kept, and should be passed on. */
    PASS_ON,
    /** It is kept. */
    KEPT,
    /** It is older than what is known, or expired, or of this node itself. */
    IGNORED,
    /** It breaks the rules; who passed it on should not have. */
    BAD
  }

  private final PeerKey self;
  private final Bytes network;
  private final NavigableMap<PeerKey, Announcement> entries = new TreeMap<>();

  /** Empty. */
  public Directory(PeerKey self, String network) {
    this.self = self;
    this.network = Bytes.utf8(network);
  }

  /** Judges a claim. */
  public Verdict offer(Announcement claim, long nowMillis) {
    if (claim.key().equals(self)) {
      return Verdict.IGNORED;
    }
    if (!claim.network().equals(network)
        || claim.ttlSeconds() < 1
        || claim.ttlSeconds() > PeerLimits.MAX_TTL.toSeconds()
        || claim.timeMillis() > nowMillis + MAX_AHEAD_MILLIS) {
      return Verdict.BAD;
    }
    Announcement known = entries.get(claim.key());
    if (known != null && !known.signKey().equals(claim.signKey())) {
      return Verdict.BAD;
    }
    if (expires(claim) <= nowMillis
        || (known != null && claim.timeMillis() <= known.timeMillis())) {
      return Verdict.IGNORED;
    }
    if (!Ed25519.verifyStrict(
        claim.signKey().toArray(), claim.signed(), claim.signature().toArray())) {
      return Verdict.BAD;
    }
    if (known == null && entries.size() >= MAX_ENTRIES) {
      entries.values().stream()
          .min(Comparator.comparingLong(Directory::expires))
          .ifPresent(oldest -> entries.remove(oldest.key()));
    }
    entries.put(claim.key(), claim);
    boolean quiet =
        known != null
            && claim.timeMillis() - known.timeMillis() < QUIET_MILLIS
            && known.endpoints().equals(claim.endpoints());
    return quiet ? Verdict.KEPT : Verdict.PASS_ON;
  }

  /** Drops what has expired. */
  public void expire(long nowMillis) {
    entries.values().removeIf(claim -> expires(claim) <= nowMillis);
  }

  /** When a claim lapses, in milliseconds since 1970. */
  public static long expires(Announcement claim) {
    return claim.timeMillis() + claim.ttlSeconds() * 1_000;
  }

  /** The entry of a node. */
  public Optional<Announcement> find(PeerKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** All entries, by key. */
  public List<Announcement> entries() {
    return List.copyOf(entries.values());
  }

  /**
   * Whom to keep sessions with in a network beyond one channel: on the circle of keys the next, the
   * one after, and those at a quarter, a half and three quarters.
   */
  public Set<PeerKey> neighbours(int most) {
    List<PeerKey> circle = new ArrayList<>(entries.tailMap(self, false).keySet());
    circle.addAll(entries.headMap(self, false).keySet());
    int size = circle.size() + 1;
    Set<PeerKey> chosen = new LinkedHashSet<>();
    for (int step : new int[] {1, 2, size / 4, size / 2, size / 2 + size / 4}) {
      if (step >= 1 && step < size && chosen.size() < most) {
        chosen.add(circle.get(step - 1));
      }
    }
    return chosen;
  }
}
