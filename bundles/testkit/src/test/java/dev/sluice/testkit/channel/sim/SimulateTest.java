/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulateTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Simulate.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void countsHistoriesInItsLastLine() {
    assertThat(run("--seeds", "5", "--members", "4")).isZero();
    assertThat(lines()).last().isEqualTo("histories: 5 passed, 0 failed");
    assertThat(lines()).anyMatch(line -> line.startsWith("BATCHES"));
  }

  @Test
  void saysItInJson() {
    assertThat(run("--seeds", "2", "--json")).isZero();
    assertThat(lines()).first().asString().startsWith("{\"counters\":{\"BATCHES\":").endsWith("}");
    assertThat(lines()).last().isEqualTo("histories: 2 passed, 0 failed");
  }

  @Test
  void failsWhenAHistoryFails() {
    assertThat(run("--seeds", "20", "--off", "SEQUENCE")).isEqualTo(1);
    assertThat(lines()).last().asString().doesNotEndWith(" 0 failed");
    assertThat(lines()).anyMatch(line -> line.contains("D_CONSERVATION"));
  }

  @Test
  void replaysWithATrace() {
    assertThat(run("--replay", "3")).isZero();
    assertThat(lines()).anyMatch(line -> line.contains("EpochOpened"));
    assertThat(lines()).anyMatch(line -> line.startsWith("fingerprint "));
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(lines()).first().asString().startsWith("usage: ./sluice simulate");
    for (List<String> wrong :
        List.of(
            List.of("--seeds"),
            List.of("--seeds", "x"),
            List.of("--members", "10"),
            List.of("--off", "GRAVITY"),
            List.of("--speed", "3"))) {
      assertThat(run(wrong.toArray(String[]::new))).isEqualTo(2);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("simulate: --seeds needs a number");
  }
}
