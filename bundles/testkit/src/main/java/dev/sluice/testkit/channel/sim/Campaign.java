/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Many histories, on all processors, and what they saw together.
 *
 * @param passed histories in which every invariant held
 * @param failures the failed ones with the lowest seeds, at most {@link #KEPT_FAILURES}
 * @param failed how many failed
 * @param broken how often each invariant broke
 */
public record Campaign(
    long passed,
    long failed,
    List<Outcome> failures,
    Map<Violation.Invariant, Long> broken,
    Map<Counter, Long> counters) {
  /** Failures that are kept. */
  public static final int KEPT_FAILURES = 10;

  /** Histories from which on a run is big enough to be called too quiet. */
  public static final long JUDGED_FROM = 1_000;

  /** Confirmed batches that a history has on average. */
  public static final long BATCHES = 200;

  private static final long RARE_ONE_IN = 500;

  /**
   * Runs histories one seed after the other.
   *
   * @param off rules to leave out
   * @param progress told how many are done, now and then
   */
  public static Campaign run(
      long firstSeed, long seeds, int members, Set<RuleSwitch> off, Consumer<Long> progress) {
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    Map<Violation.Invariant, Long> broken = new TreeMap<>();
    TreeMap<Long, Outcome> failures = new TreeMap<>();
    AtomicLong passed = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    LongStream.range(firstSeed, firstSeed + seeds)
        .parallel()
        .mapToObj(seed -> History.run(Plan.of(seed, members), off, false))
        .forEach(
            outcome -> {
              synchronized (failures) {
                outcome.counters().forEach((c, v) -> counters.merge(c, v, Long::sum));
                (outcome.passed() ? passed : failed).incrementAndGet();
                outcome.violation().ifPresent(v -> broken.merge(v.invariant(), 1L, Long::sum));
                if (!outcome.passed()) {
                  failures.put(outcome.plan().seed(), outcome);
                  if (failures.size() > KEPT_FAILURES) {
                    failures.pollLastEntry();
                  }
                }
                progress.accept(passed.get() + failed.get());
              }
            });
    return new Campaign(
        passed.get(), failed.get(), new ArrayList<>(failures.values()), broken, counters);
  }

  /** How often something was seen. */
  public long count(Counter counter) {
    return counters.getOrDefault(counter, 0L);
  }

  /** What happened too seldom for the run to be worth anything; empty if it was busy enough. */
  public Optional<String> tooQuiet() {
    long histories = passed + failed;
    if (histories < JUDGED_FROM) {
      return Optional.empty();
    }
    if (count(Counter.BATCHES) < BATCHES * histories) {
      return Optional.of("fewer than " + BATCHES + " batches per history");
    }
    long rare = histories / RARE_ONE_IN;
    for (Counter counter : Counter.values()) {
      if (count(counter) < Math.max(1, rare)) {
        return Optional.of(counter + " only " + count(counter) + " times");
      }
    }
    return Optional.empty();
  }
}
