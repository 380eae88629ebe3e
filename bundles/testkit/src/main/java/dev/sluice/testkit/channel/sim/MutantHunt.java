/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/**
 * Looks for the seeds that show what a rule is for: runs histories without it and prints rows for
 * the table of mutants ({@link Mutant}).
 */
public final class MutantHunt {
  private MutantHunt() {}

  /** {@code first-seed seeds members conduct rule...}; 0 and - stand for any. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[0]);
    long seeds = Long.parseLong(arguments[1]);
    int members = Integer.parseInt(arguments[2]);
    Optional<Conduct> leader =
        arguments[3].equals("-") ? Optional.empty() : Optional.of(Conduct.valueOf(arguments[3]));
    for (String name : List.of(arguments).subList(4, arguments.length)) {
      hunt(RuleSwitch.valueOf(name), first, seeds, members, leader);
    }
  }

  private static void hunt(
      RuleSwitch rule, long first, long seeds, int members, Optional<Conduct> leader) {
    Set<RuleSwitch> off = EnumSet.of(rule);
    AtomicBoolean found = new AtomicBoolean();
    LongStream.range(first, first + seeds)
        .parallel()
        .filter(seed -> !found.get())
        .mapToObj(seed -> History.run(Plan.of(seed, members, leader), off, false))
        .filter(outcome -> outcome.violation().isPresent())
        .map(o -> new Mutant(rule, invariant(o), o.plan().seed(), members, leader))
        .filter(mutant -> mutant.isNamed() && mutant.survivesWithRule())
        .peek(mutant -> found.set(true))
        .forEach(System.out::println);
    if (!found.get()) {
      System.out.println("# " + rule + " survives " + seeds + " with " + leader + " of " + members);
    }
  }

  private static Violation.Invariant invariant(Outcome outcome) {
    return outcome.violation().orElseThrow().invariant();
  }
}
