/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs simulated histories from the command line. Exit status: 0 if all passed, 1 if one failed or
 * the run was too quiet, 2 for wrong arguments.
 */
public final class Simulate {
  private static final String USAGE =
      """
      usage: ./sluice simulate --seeds N [--first-seed S] [--members n] [--off RULE,...] [--json]
             ./sluice simulate --replay SEED [--members n] [--off RULE,...] [--json]

      Runs simulated histories of a channel under faults and liars, each made from one seed, and
      checks the invariants of the channel protocol in every one.

        --seeds N        how many histories (default 100)
        --first-seed S   seed of the first (default 1)
        --members n      members at the beginning, 1 to 9 (default: the seed decides)
        --replay SEED    run one history again, print its trace; if it fails, make it smaller
        --off RULE,...   leave rules out, to see what they are for (appendix B of the protocol)
        --json           counters as one JSON object, no progress

      The last line is "histories: N passed, M failed". Guide: docs/guide/simulate.md
      """;

  private static final int SHRINK_RUNS = 200;
  private static final long PROGRESS_MS = 5_000;

  private long seeds = 100;
  private long firstSeed = 1;
  private int members;
  private long replay = -1;
  private boolean json;
  private boolean help;
  private final Set<RuleSwitch> off = EnumSet.noneOf(RuleSwitch.class);
  private final PrintStream out;
  private final PrintStream err;

  private Simulate(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** The command. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /**
   * The command.
   *
   * @param err for progress and complaints
   * @return its exit status
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    Simulate simulate = new Simulate(out, err);
    try {
      simulate.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("simulate: " + e.getMessage());
      err.print(USAGE);
      return 2;
    }
    if (simulate.help) {
      out.print(USAGE);
      return 0;
    }
    return simulate.replay >= 0 ? simulate.replay() : simulate.runAll();
  }

  private void parse(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default -> {
          if (i + 1 == arguments.size()) {
            throw new IllegalArgumentException("a value is missing after " + option);
          }
          parse(option, arguments.get(++i));
        }
      }
    }
  }

  private void parse(String option, String value) {
    switch (option) {
      case "--seeds" -> seeds = number(option, value, 1, Long.MAX_VALUE / 2);
      case "--first-seed" -> firstSeed = number(option, value, 0, Long.MAX_VALUE / 2);
      case "--members" -> members = (int) number(option, value, 1, Plan.MAX_MEMBERS);
      case "--replay" -> replay = number(option, value, 0, Long.MAX_VALUE);
      case "--off" -> Stream.of(value.split(",")).map(Simulate::rule).forEach(off::add);
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private static RuleSwitch rule(String name) {
    return Stream.of(RuleSwitch.values())
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no rule " + name + "; rules: " + List.of(RuleSwitch.values())));
  }

  private static long number(String option, String value, long low, long high) {
    try {
      long number = Long.parseLong(value);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        option + " needs a number from " + low + " to " + high + ", not " + value);
  }

  private int replay() {
    Outcome outcome = History.run(Plan.of(replay, members), off, !json);
    if (json) {
      out.println(
          "{\"seed\":"
              + replay
              + ",\"fingerprint\":\""
              + Long.toHexString(outcome.fingerprint())
              + "\",\"counters\":"
              + counters(outcome.counters())
              + ",\"violation\":"
              + outcome.violation().map(v -> quoted(v.getMessage())).orElse("null")
              + "}");
      return finish(outcome.passed() ? 1 : 0, outcome.passed() ? 0 : 1);
    }
    outcome.trace().forEach(out::println);
    out.println(line(outcome));
    out.println("fingerprint " + Long.toHexString(outcome.fingerprint()));
    if (!outcome.passed()) {
      out.println("smallest plan found: " + Shrinker.shrink(outcome, off, SHRINK_RUNS));
    }
    return finish(outcome.passed() ? 1 : 0, outcome.passed() ? 0 : 1);
  }

  private int runAll() {
    Campaign campaign = Campaign.run(firstSeed, seeds, members, off, json ? n -> {} : progress());
    campaign.failures().forEach(outcome -> (json ? err : out).println(line(outcome)));
    if (json) {
      String broken =
          campaign.broken().entrySet().stream()
              .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
              .collect(Collectors.joining(",", "{", "}"));
      out.println(
          "{\"counters\":"
              + counters(campaign.counters())
              + ",\"broken\":"
              + broken
              + ",\"tooQuiet\":"
              + campaign.tooQuiet().map(Simulate::quoted).orElse("null")
              + "}");
    } else {
      for (Counter counter : Counter.values()) {
        out.printf("%-20s %d%n", counter, campaign.count(counter));
      }
      campaign.broken().forEach((i, count) -> out.println("broken " + i + " " + count));
      campaign.tooQuiet().ifPresent(what -> out.println("too quiet: " + what));
    }
    int status = finish(campaign.passed(), campaign.failed());
    return members == 0 && off.isEmpty() && campaign.tooQuiet().isPresent() ? 1 : status;
  }

  /** A line every few seconds. */
  private Consumer<Long> progress() {
    long[] last = {System.nanoTime()};
    return done -> {
      if (System.nanoTime() - last[0] > PROGRESS_MS * 1_000_000) {
        last[0] = System.nanoTime();
        err.println(done + " of " + seeds + " histories");
      }
    };
  }

  private static String line(Outcome outcome) {
    return "seed "
        + outcome.plan().seed()
        + ", "
        + outcome.plan().members()
        + " members: "
        + outcome.violation().map(Violation::getMessage).orElse("passed");
  }

  private static String counters(java.util.Map<Counter, Long> counters) {
    return Stream.of(Counter.values())
        .map(c -> "\"" + c + "\":" + counters.getOrDefault(c, 0L))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }

  private int finish(long passed, long failed) {
    out.println("histories: " + passed + " passed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }
}
