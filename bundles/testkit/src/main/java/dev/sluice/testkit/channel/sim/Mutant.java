/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A rule switched off, and the history that shows it.
 *
 * @param invariant what breaks
 * @param members number of members; 0 leaves it to the seed
 * @param leader conduct of the first leader, everybody else being honest; empty leaves all to the
 *     seed
 */
public record Mutant(
    RuleSwitch rule,
    Violation.Invariant invariant,
    long seed,
    int members,
    Optional<Conduct> leader) {

  /** A row of the table: rule, invariant, seed, members, conduct. */
  public static Mutant parse(String row) {
    String[] words = row.trim().split("\\s+");
    if (words.length != 5) {
      throw new IllegalArgumentException("not a row of five words: " + row);
    }
    return new Mutant(
        RuleSwitch.valueOf(words[0]),
        Violation.Invariant.valueOf(words[1]),
        Long.parseLong(words[2]),
        Integer.parseInt(words[3]),
        words[4].equals("-") ? Optional.empty() : Optional.of(Conduct.valueOf(words[4])));
  }

  /** Runs the history without the rule. */
  public Outcome run() {
    return History.run(plan(), EnumSet.of(rule), false);
  }

  /** Whether the same history keeps all invariants with the rule. */
  public boolean survivesWithRule() {
    return History.run(plan(), Set.of(), false).passed();
  }

  /** Whether what broke is an invariant of the protocol. */
  boolean isNamed() {
    return invariant != Violation.Invariant.X_CRASH;
  }

  private Plan plan() {
    return Plan.of(seed, members, leader);
  }

  @Override
  public String toString() {
    return rule
        + " "
        + invariant
        + " "
        + seed
        + " "
        + members
        + " "
        + leader.map(Conduct::name).orElse("-");
  }
}
