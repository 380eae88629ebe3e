/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.Serializer;
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

class VerifyCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path directory;

  private int run(String... words) throws IOException {
    out.reset();
    return new VerifyCommand()
        .run(Arguments.of(List.of(words)), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void acceptsModulesThatFitEachOther() throws IOException {
    assertThat(run("--modules", Vectors.path("mv-v6").toString())).isZero();
    assertThat(out()).containsExactly("cases: 6 passed, 0 failed");
    assertThat(run("--modules", Vectors.path("mv-v7").toString())).isZero();
    assertThat(out()).containsExactly("cases: 6 passed, 0 failed");
  }

  @Test
  void refusesModulesThatDoNot() throws IOException {
    Files.write(
        directory.resolve("a.mv"),
        module(ModuleBuilder.module("0x1::a").function("fun f()", "", "Ret")));
    Files.write(
        directory.resolve("b.mv"),
        module(ModuleBuilder.module("0x1::b").importFunction("0x1::a::f()")));
    Files.write(
        directory.resolve("c.mv"),
        module(ModuleBuilder.module("0x1::c").importFunction("0x1::none::f()")));
    Files.write(directory.resolve("d.mv"), new byte[] {1});
    assertThat(run("--modules", directory.toString())).isEqualTo(1);
    assertThat(out()).hasSize(4).last().isEqualTo("cases: 1 passed, 3 failed");
    assertThat(out().get(0)).contains("b.mv: LOOKUP_FAILED");
    assertThat(out().get(1)).contains("c.mv: MISSING_DEPENDENCY");
    assertThat(out().get(2)).contains("d.mv: BAD_MAGIC");
  }

  @Test
  void comparesWithExpectedVerdicts() throws IOException {
    Path bad = Vectors.path("bad");
    assertThat(run("--modules", bad.toString(), "--expected", bad + "/expected.json")).isZero();
    assertThat(out()).containsExactly("cases: 10 passed, 0 failed");
  }

  @Test
  void reportsOtherVerdicts() throws IOException {
    Files.write(directory.resolve("a.mv"), module(ModuleBuilder.module("0x1::a")));
    Files.write(
        directory.resolve("s.mv"),
        Serializer.write(ModuleBuilder.script().buildScript("()", "", "Ret")));
    Path expected = directory.resolve("expected.json");
    Files.writeString(
        expected,
        """
        [{"file": "a.mv", "reference_status": "BAD_MAGIC"},
         {"file": "s.mv", "reference_status": "ACCEPT"}]""");
    assertThat(run("--modules", directory.toString(), "--expected", expected.toString()))
        .isEqualTo(1);
    assertThat(out())
        .containsExactly("a.mv: expected BAD_MAGIC, found ACCEPT", "cases: 1 passed, 1 failed");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path expected = Files.writeString(directory.resolve("expected.json"), "{}");
    assertThatThrownBy(
            () -> run("--modules", directory.toString(), "--expected", expected.toString()))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> run("--expected", expected.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--modules");
  }

  private static byte[] module(ModuleBuilder builder) {
    return Serializer.write(builder.build());
  }
}
