/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a failing plan smaller: drops faults and liars one by one as long as it still fails. */
public final class Shrinker {
  private Shrinker() {}

  /** The smallest plan found that still breaks the same invariant; {@code most} runs at most. */
  public static Plan shrink(Outcome failing, Set<RuleSwitch> off, int most) {
    Violation.Invariant invariant = failing.violation().orElseThrow().invariant();
    Plan plan = failing.plan();
    int runs = 0;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Plan next : candidates(plan)) {
        if (runs++ >= most) {
          return plan;
        }
        if (History.run(next, off, false)
            .violation()
            .filter(v -> v.invariant() == invariant)
            .isPresent()) {
          plan = next;
          smaller = true;
          break;
        }
      }
    }
    return plan;
  }

  private static List<Plan> candidates(Plan plan) {
    List<Plan> candidates = new ArrayList<>();
    for (int i = 0; i < plan.faults().size(); i++) {
      List<Fault> fewer = new ArrayList<>(plan.faults());
      fewer.remove(i);
      candidates.add(plan.withFaults(fewer));
    }
    for (int i = 0; i < plan.conducts().size(); i++) {
      if (plan.conducts().get(i) != Conduct.HONEST) {
        List<Conduct> others = new ArrayList<>(plan.conducts());
        others.set(i, Conduct.HONEST);
        candidates.add(plan.withConducts(others));
      }
    }
    return candidates;
  }
}
