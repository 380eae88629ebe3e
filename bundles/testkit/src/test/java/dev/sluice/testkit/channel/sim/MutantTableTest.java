/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.RuleSwitch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of mutants: each rule thrown in turn breaks the invariant of its row. */
class MutantTableTest {
  private static List<String> rows() {
    try (InputStream in = MutantTableTest.class.getResourceAsStream("mutants.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuleSwitch rule(String row) {
    return RuleSwitch.valueOf(row.trim().split("\\s+")[0]);
  }

  private static List<String> seeds() {
    return rows().stream().filter(row -> !row.contains("#")).toList();
  }

  private static List<String> scenarios() {
    return rows().stream().filter(row -> row.contains("#")).toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void killsTheMutantOf(String row) {
    Mutant mutant = Mutant.parse(row);
    Outcome outcome = mutant.run();
    assertThat(outcome.violation()).as("%s survives", row).isPresent();
    assertThat(outcome.violation().orElseThrow().invariant()).isEqualTo(mutant.invariant());
  }

  /** Rows that name a test instead of a seed: {@code RULE INVARIANT Class#method}. */
  @ParameterizedTest
  @MethodSource("scenarios")
  void hasTheScenarioOf(String row) throws ClassNotFoundException {
    String[] words = row.trim().split("\\s+");
    RuleSwitch.valueOf(words[0]);
    Violation.Invariant.valueOf(words[1]);
    String[] test = words[2].split("#");
    Class<?> type = Class.forName(MutantTableTest.class.getPackageName() + "." + test[0]);
    assertThat(Arrays.stream(type.getDeclaredMethods()).map(m -> m.getName())).contains(test[1]);
  }

  @Test
  void hasARowForEachRule() {
    Set<RuleSwitch> killed = EnumSet.noneOf(RuleSwitch.class);
    rows().forEach(row -> killed.add(rule(row)));
    assertThat(killed).hasSizeGreaterThanOrEqualTo(25).containsExactly(RuleSwitch.values());
    System.out.println(killed.size() + " mutants killed");
  }
}
