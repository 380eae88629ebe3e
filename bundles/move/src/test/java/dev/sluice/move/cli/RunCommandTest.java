/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.move.format.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(Path modules, Path cases, String... more) {
    String[] args = {"run", "--modules", modules.toString(), "--cases", cases.toString()};
    String[] all =
        java.util.stream.Stream.of(args, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.run(List.of(new RunCommand(), new BenchCommand()), all, stream, stream);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runsPublicCasesInBothBytecodeVersions() {
    for (String version : List.of("mv-v6", "mv-v7")) {
      assertThat(run(Vectors.path(version), Vectors.path("cases.json"), "--engine", "interpreter"))
          .isZero();
      assertThat(out()).endsWith("cases: 15 passed, 0 failed\n");
    }
  }

  @Test
  void runsUnitTestsOfStandardLibrary() {
    Path directory = Vectors.path("../stdlib-tests");
    assertThat(run(directory, directory.resolve("cases.json"))).isZero();
    assertThat(out()).endsWith("cases: 50 passed, 0 failed\n");
  }

  @Test
  void tellsWhichCaseFails(@TempDir Path directory) throws IOException {
    String cases = Files.readString(Vectors.path("cases.json"));
    String[][] changes = {
      {"\"status\": \"ABORTED\"", "\"status\": \"EXECUTED\""},
      {"\"abort_code\": 7", "\"abort_code\": 8"},
      {"\"sub_status\": 1", "\"sub_status\": 2"},
      {"\"status_code\": 4008", "\"status_code\": 4004"},
      {"\"location\": \"0x42::lists\"", "\"location\": \"0x42::purse\""},
      {"\"bcs\": \"ff\"", "\"bcs\": \"fe\""},
      {"\"op\": \"new\"", "\"op\": \"modify\""},
    };
    for (String[] change : changes) {
      assertThat(cases).contains(change[0]);
      Path file = directory.resolve("cases.json");
      Files.writeString(file, cases.replace(change[0], change[1]));
      assertThat(run(Vectors.path("mv-v6"), file)).as(change[0]).isEqualTo(Main.FAILED);
      assertThat(out()).doesNotContain("15 passed");
    }
  }

  @Test
  void refusesWhatItDoesNotKnow(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("cases.json"), "{\"format\": 2}");
    assertThat(run(Vectors.path("mv-v6"), file)).isEqualTo(Main.USAGE);
    assertThat(run(Vectors.path("mv-v6"), file, "--engine", "steam")).isEqualTo(Main.USAGE);
    assertThat(out()).contains("format 1", "no engine steam");
  }

  @Test
  void benchmarks() throws IOException {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] args = {"bench", "--runs", "1"};
    assertThat(Main.run(List.of(new BenchCommand()), args, stream, stream)).isZero();
    assertThat(out()).contains("loop_sum", "mul128");
    out.reset();
    String[] json = {"bench", "--json", "--runs", "1"};
    assertThat(Main.run(List.of(new BenchCommand()), json, stream, stream)).isZero();
    JsonNode times = new ObjectMapper().readTree(out());
    assertThat(times).hasSize(6);
    assertThat(times.at("/fib/turns").asInt()).isEqualTo(25);
    assertThat(times.at("/fib/best_ms").asDouble()).isPositive();
    String[] none = {"bench", "--runs", "0"};
    assertThat(Main.run(List.of(new BenchCommand()), none, stream, stream)).isEqualTo(Main.USAGE);
  }
}
