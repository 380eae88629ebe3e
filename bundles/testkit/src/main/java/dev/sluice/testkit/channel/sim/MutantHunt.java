/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Looks for the seeds that show what a rule is for: runs histories without it. */
public final class MutantHunt {
  private MutantHunt() {}

  /** {@code seeds [rule...]}: prints for each rule the invariants that broke and a seed each. */
  public static void main(String[] arguments) {
    long seeds = Long.parseLong(arguments[0]);
    Set<RuleSwitch> rules = EnumSet.noneOf(RuleSwitch.class);
    for (int i = 1; i < arguments.length; i++) {
      rules.add(RuleSwitch.valueOf(arguments[i]));
    }
    for (RuleSwitch rule : rules.isEmpty() ? EnumSet.allOf(RuleSwitch.class) : rules) {
      Map<String, Long> found = new TreeMap<>();
      Set<RuleSwitch> off = EnumSet.of(rule);
      Optional<Long> first =
          LongStream.rangeClosed(1, seeds)
              .parallel()
              .mapToObj(s -> History.run(Plan.of(s, 0), off, false))
              .filter(o -> !o.passed())
              .peek(o -> note(found, o))
              .map(o -> o.plan().seed())
              .findAny();
      System.out.println(rule + " " + (first.isPresent() ? found : "survives " + seeds));
    }
  }

  private static void note(Map<String, Long> found, Outcome outcome) {
    synchronized (found) {
      found.putIfAbsent(
          outcome.violation().orElseThrow().invariant().toString(), outcome.plan().seed());
    }
  }
}
