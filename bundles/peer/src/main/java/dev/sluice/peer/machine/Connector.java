/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which sessions there should be, section 8 of the document. Not thread-safe. */
public final class Connector {
  /** Dials under way at a time. */
  public static final int MAX_DIALS = 16;

  static final long FIRST_BACKOFF_MICROS = 200_000;
  static final long MAX_BACKOFF_MICROS = 15_000_000;
  static final long LONG_BACKOFF_MICROS = 60_000_000;
  static final long STABLE_MICROS = 30_000_000;

  /** What the connector wants done. */
  public sealed interface Step {
    /** Dial this endpoint, or in memory if there is none. */
    record Dial(PeerKey key, Optional<Endpoint> endpoint) implements Step {}

    /** End the session with this node; it is no longer needed. */
    record Drop(PeerKey key) implements Step {}
  }

  private static final class Entry {
    List<Endpoint> endpoints = List.of();
    boolean wanted;
    KnownPeer.State state = KnownPeer.State.IDLE;
    int turn;
    long backoff = FIRST_BACKOFF_MICROS;
    long nextTry;
    long openSince;
    @Nullable PeerError failure;
  }

  private final RandomGenerator random;
  private final Map<PeerKey, Entry> entries = new TreeMap<>();
  private int dials;

  /** Nothing is wanted yet. */
  public Connector(RandomGenerator random) {
    this.random = random;
  }

  /** A session with this node is wanted; it is dialled at once unless it is in back-off. */
  public void want(PeerKey key, List<Endpoint> endpoints) {
    Entry entry = entry(key);
    entry.wanted = true;
    if (!entry.endpoints.equals(endpoints)) {
      entry.endpoints = List.copyOf(endpoints);
      entry.turn = 0;
    }
  }

  /** Tries again at once. */
  public void hurry(PeerKey key) {
    Entry entry = entry(key);
    entry.nextTry = 0;
    entry.backoff = FIRST_BACKOFF_MICROS;
  }

  /** The session is no longer wanted. */
  public List<Step> unwant(PeerKey key) {
    Entry entry = entries.get(key);
    if (entry == null || !entry.wanted) {
      return List.of();
    }
    entry.wanted = false;
    if (entry.state != KnownPeer.State.IDLE) {
      return List.of(new Step.Drop(key));
    }
    entries.remove(key);
    return List.of();
  }

  /** The dialled connection is there; the other side's Open is not. */
  public void connected(PeerKey key) {
    Entry entry = entries.get(key);
    if (entry != null && entry.state == KnownPeer.State.DIALLING) {
      entry.state = KnownPeer.State.OPENING;
    }
  }

  /** A session is open, whoever dialled. */
  public void opened(PeerKey key, Moment now) {
    Entry entry = entry(key);
    leaveDial(entry);
    entry.state = KnownPeer.State.OPEN;
    entry.openSince = now.micros();
    entry.failure = null;
  }

  /** A dial failed, or a session of which there is no other ended. */
  public void ended(PeerKey key, PeerError why, Moment now) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return;
    }
    leaveDial(entry);
    boolean stable =
        entry.state == KnownPeer.State.OPEN && now.micros() - entry.openSince >= STABLE_MICROS;
    entry.state = KnownPeer.State.IDLE;
    entry.failure = why;
    if (!entry.wanted) {
      entries.remove(key);
      return;
    }
    if (stable) {
      entry.backoff = FIRST_BACKOFF_MICROS;
    }
    long wait =
        switch (why) {
          case VERSION, NETWORK, BANNED -> LONG_BACKOFF_MICROS;
          default -> entry.backoff;
        };
    entry.nextTry = now.micros() + wait + random.nextLong(wait / 4);
    entry.backoff = Math.min(MAX_BACKOFF_MICROS, entry.backoff * 2);
  }

  /** An endpoint turned out to be this node itself. */
  public void forgetEndpoint(PeerKey key, Endpoint endpoint) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.endpoints = entry.endpoints.stream().filter(e -> !e.equals(endpoint)).toList();
      entry.turn = 0;
    }
  }

  /**
   * Time passed.
   *
   * @param local whether a node is in this process
   */
  public List<Step> tick(Moment now, Predicate<PeerKey> local) {
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<PeerKey, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      if (dials >= MAX_DIALS) {
        break;
      }
      if (entry.wanted && entry.state == KnownPeer.State.IDLE && now.micros() >= entry.nextTry) {
        boolean here = local.test(each.getKey());
        if (here || !entry.endpoints.isEmpty()) {
          steps.add(new Step.Dial(each.getKey(), here ? Optional.empty() : nextEndpoint(entry)));
          entry.state = KnownPeer.State.DIALLING;
          dials++;
        }
      }
    }
    return steps;
  }

  private static Optional<Endpoint> nextEndpoint(Entry entry) {
    Endpoint endpoint = entry.endpoints.get(entry.turn % entry.endpoints.size());
    entry.turn++;
    return Optional.of(endpoint);
  }

  private void leaveDial(Entry entry) {
    if (entry.state == KnownPeer.State.DIALLING || entry.state == KnownPeer.State.OPENING) {
      dials--;
    }
  }

  private Entry entry(PeerKey key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }

  /** All nodes it knows of. */
  public List<PeerKey> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether a session is kept up. */
  public boolean wanted(PeerKey key) {
    Entry entry = entries.get(key);
    return entry != null && entry.wanted;
  }

  /** Where it is dialled. */
  public List<Endpoint> endpoints(PeerKey key) {
    Entry entry = entries.get(key);
    return entry == null ? List.of() : entry.endpoints;
  }

  /** What is done about a node. */
  public KnownPeer.State state(PeerKey key) {
    Entry entry = entries.get(key);
    return entry == null ? KnownPeer.State.IDLE : entry.state;
  }

  /** Why the last try or session ended. */
  public Optional<PeerError> failure(PeerKey key) {
    Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.failure);
  }

  /** When it is dialled next, if it will be. */
  public Optional<Long> nextTryMicros(PeerKey key) {
    Entry entry = entries.get(key);
    return entry == null
            || !entry.wanted
            || entry.state != KnownPeer.State.IDLE
            || entry.endpoints.isEmpty()
        ? Optional.empty()
        : Optional.of(entry.nextTry);
  }
}
