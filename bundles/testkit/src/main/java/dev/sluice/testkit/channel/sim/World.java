/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Simulated time: what happens when, in an order that one seed decides; counters and trace. */
final class World {
  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Milliseconds at which every history begins. */
  static final long START = 1_700_000_000_000L;

  /** Events after which a history counts as one that never ends. */
  private static final long MAX_EVENTS = 5_000_000;

  final SplittableRandom random;
  private final Map<Counter, long[]> counters = new EnumMap<>(Counter.class);
  final List<String> trace = new ArrayList<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final boolean tracing;
  private long now = START;
  private long order;
  private long fingerprint;

  World(long seed, boolean tracing) {
    random = new SplittableRandom(seed);
    this.tracing = tracing;
  }

  long now() {
    return now;
  }

  void later(long delay, Runnable action) {
    events.add(new Event(now + delay, order++, action));
  }

  /** Runs until {@code end} or until {@code stop} says so, asked about once a second. */
  void run(long end, Supplier<Boolean> stop) {
    long ask = now + 1000;
    while (!events.isEmpty() && events.peek().time() <= end) {
      Event event = events.remove();
      now = Math.max(now, event.time());
      if (now >= ask) {
        ask = now + 1000;
        if (stop.get()) {
          return;
        }
      }
      if (order > MAX_EVENTS) {
        throw new Violation(Violation.Invariant.E_PROGRESS, "more than " + MAX_EVENTS + " events");
      }
      event.action().run();
    }
    now = Math.max(now, end);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  long between(long low, long high) {
    return low + random.nextLong(high - low + 1);
  }

  void count(Counter counter) {
    count(counter, 1);
  }

  void count(Counter counter, long more) {
    counters.computeIfAbsent(counter, c -> new long[1])[0] += more;
  }

  /** What was counted so far. */
  Map<Counter, Long> counters() {
    Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    counters.forEach((counter, count) -> counted.put(counter, count[0]));
    return counted;
  }

  /** Takes something that happened now into the fingerprint. */
  void mark(long what) {
    fingerprint = (Long.rotateLeft(fingerprint, 5) ^ what ^ now) * 0x9E3779B97F4A7C15L;
  }

  long fingerprint() {
    return fingerprint;
  }

  boolean tracing() {
    return tracing;
  }

  void trace(Supplier<String> line) {
    if (tracing) {
      trace.add(String.format("%9.3f  %s", (now - START) / 1000.0, line.get()));
    }
  }
}
