/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs simulated histories from the command line. Exit status: 0 if all passed, 1 if one failed, 2
 * for wrong arguments.
 */
public final class Simulate {
  private static final String USAGE =
      "usage: simulate --seeds N [--first-seed S] [--members n] [--replay SEED] [--json]"
          + " [--off RULE[,RULE]]";
  private static final int SHOWN_FAILURES = 10;
  private static final int SHRINK_RUNS = 200;

  private long seeds = 100;
  private long firstSeed = 1;
  private int members;
  private long replay = -1;
  private boolean json;
  private final Set<RuleSwitch> off = EnumSet.noneOf(RuleSwitch.class);
  private final PrintStream out;

  private Simulate(PrintStream out) {
    this.out = out;
  }

  /** The command. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out));
  }

  /** The command; its exit status. */
  public static int run(String[] arguments, PrintStream out) {
    Simulate simulate = new Simulate(out);
    try {
      simulate.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage() == null ? USAGE : e.getMessage() + "\n" + USAGE);
      return 2;
    }
    return simulate.replay >= 0 ? simulate.replay() : simulate.runAll();
  }

  private void parse(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--json")) {
        json = true;
        continue;
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("a value is missing after " + option);
      }
      String value = arguments.get(++i);
      switch (option) {
        case "--seeds" -> seeds = Long.parseLong(value);
        case "--first-seed" -> firstSeed = Long.parseLong(value);
        case "--members" -> members = Integer.parseInt(value);
        case "--replay" -> replay = Long.parseLong(value);
        case "--off" -> List.of(value.split(",")).forEach(r -> off.add(RuleSwitch.valueOf(r)));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    if (seeds < 1 || members < 0 || members > 9) {
      throw new IllegalArgumentException("1 seed or more, 1 to 9 members");
    }
  }

  private int replay() {
    Outcome outcome = History.run(Plan.of(replay, members), off, true);
    outcome.trace().forEach(out::println);
    out.println(line(outcome));
    if (!outcome.passed()) {
      out.println("smallest plan found: " + Shrinker.shrink(outcome, off, SHRINK_RUNS));
    }
    return finish(outcome.passed() ? 1 : 0, outcome.passed() ? 0 : 1);
  }

  private int runAll() {
    Map<Counter, Long> totals = new EnumMap<>(Counter.class);
    Map<Violation.Invariant, Long> broken = new TreeMap<>();
    long[] counts = new long[2];
    LongStream.range(firstSeed, firstSeed + seeds)
        .parallel()
        .mapToObj(seed -> History.run(Plan.of(seed, members), off, false))
        .forEach(
            outcome -> {
              synchronized (counts) {
                outcome.counters().forEach((c, v) -> totals.merge(c, v, Long::sum));
                counts[outcome.passed() ? 0 : 1]++;
                outcome.violation().ifPresent(v -> broken.merge(v.invariant(), 1L, Long::sum));
                if (!outcome.passed() && counts[1] <= SHOWN_FAILURES) {
                  out.println(line(outcome));
                }
              }
            });
    report(totals, broken);
    return finish(counts[0], counts[1]);
  }

  private static String line(Outcome outcome) {
    return "seed "
        + outcome.plan().seed()
        + ", "
        + outcome.plan().members()
        + " members: "
        + outcome.violation().map(Violation::getMessage).orElse("passed");
  }

  private void report(Map<Counter, Long> totals, Map<Violation.Invariant, Long> broken) {
    if (json) {
      StringBuilder text = new StringBuilder("{\"counters\":{");
      String comma = "";
      for (Counter counter : Counter.values()) {
        text.append(comma).append('"').append(counter).append("\":");
        text.append(totals.getOrDefault(counter, 0L));
        comma = ",";
      }
      text.append("},\"broken\":{");
      comma = "";
      for (Map.Entry<Violation.Invariant, Long> entry : broken.entrySet()) {
        text.append(comma).append('"').append(entry.getKey()).append("\":");
        text.append(entry.getValue());
        comma = ",";
      }
      out.println(text.append("}}"));
      return;
    }
    for (Counter counter : Counter.values()) {
      out.printf("%-20s %d%n", counter, totals.getOrDefault(counter, 0L));
    }
    broken.forEach((invariant, count) -> out.println("broken " + invariant + " " + count));
  }

  private int finish(long passed, long failed) {
    out.println("histories: " + passed + " passed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }
}
