/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.RuleSwitch;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every schedule of three epochs with one lying leader, within a bound on departures from the usual
 * order: {@code -Dsluice.explorer.departures} raises it.
 */
class ExplorerTest {
  private static final int MORE = Integer.getInteger("sluice.explorer.departures", 0);
  private static final long MAX_STATES = 2_000_000;

  @ParameterizedTest
  @CsvSource({"3, 4", "4, 3"})
  void findsNoScheduleThatBreaksAnInvariant(int members, int departures) {
    Explorer.Result result = Explorer.search(members, 3, departures + MORE, MAX_STATES, Set.of());
    System.out.println(members + " members, " + (departures + MORE) + " departures: " + result);
    assertThat(result.violation()).isEmpty();
    assertThat(result.complete()).as("the bound was reached").isTrue();
    assertThat(result.states()).isGreaterThan(5_000);
    assertThat(result.confirmed()).isGreaterThanOrEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "SLOT, C_HONEST_UNHARMED",
    "CHAIN_RULE, C_HONEST_UNHARMED",
    "LOCK, A_AGREEMENT",
    "ONE_ROUND, A_AGREEMENT"
  })
  void findsTheScheduleThatNeedsTheRule(RuleSwitch rule, Violation.Invariant broken) {
    Explorer.Result result = Explorer.search(4, 3, 2, MAX_STATES, Set.of(rule));
    assertThat(result.violation()).isPresent();
    assertThat(result.violation().orElseThrow().invariant()).isEqualTo(broken);
  }

  @Test
  void saysWhenItStopsBeforeTheEnd() {
    assertThat(Explorer.search(3, 3, 3, 50, Set.of()).complete()).isFalse();
  }
}
