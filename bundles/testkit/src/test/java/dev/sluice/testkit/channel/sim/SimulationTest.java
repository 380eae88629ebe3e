/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories by the thousand: {@code -Dsluice.simulation.histories} says how many. */
class SimulationTest {
  private static final long HISTORIES = Long.getLong("sluice.simulation.histories", 10_000);
  private static final long FIRST_SEED = Long.getLong("sluice.simulation.first-seed", 1);

  @Test
  void keepsTheInvariantsInEveryHistory() {
    long started = System.nanoTime();
    Campaign campaign = Campaign.run(FIRST_SEED, HISTORIES, 0, Set.of(), done -> {});
    long seconds = Math.max(1, (System.nanoTime() - started) / 1_000_000_000);
    for (Counter counter : Counter.values()) {
      System.out.printf("%-20s %d%n", counter, campaign.count(counter));
    }
    System.out.println(
        HISTORIES + " histories in " + seconds + " s, " + HISTORIES / seconds + " a second");
    assertThat(campaign.failures())
        .as("failed seeds; see docs/guide/simulate.md")
        .extracting(o -> o.plan().seed() + ": " + o.violation().orElseThrow().getMessage())
        .isEmpty();
    assertThat(campaign.tooQuiet()).isEmpty();
  }

  @Test
  void replaysExactly() {
    for (long seed : List.of(7L, 100L, 813L)) {
      Outcome first = History.run(Plan.of(seed, 0), true);
      Outcome second = History.run(Plan.of(seed, 0), true);
      assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
      assertThat(second.trace()).isEqualTo(first.trace());
      assertThat(History.run(Plan.of(seed, 0), false).fingerprint()).isEqualTo(first.fingerprint());
    }
  }

  @Test
  void tellsSeedsApart() {
    assertThat(History.run(Plan.of(1, 4), false).fingerprint())
        .isNotEqualTo(History.run(Plan.of(2, 4), false).fingerprint());
  }

  @Test
  void callsAQuietRunQuiet() {
    Campaign quiet =
        new Campaign(Campaign.JUDGED_FROM, 0, List.of(), java.util.Map.of(), java.util.Map.of());
    assertThat(quiet.tooQuiet()).isPresent();
  }
}
