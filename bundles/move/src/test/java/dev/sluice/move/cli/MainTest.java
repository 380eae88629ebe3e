/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.move.format.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        List.of(new DisassembleCommand()),
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void disassembles() {
    assertThat(run("disassemble", Vectors.path("mv-v7/purse.mv").toString())).isZero();
    assertThat(out()).contains("module 0x42::purse {", "MutBorrowFieldGeneric Purse<T0>.coins");
  }

  @Test
  void tellsWhatIsWrongWithFile() {
    assertThat(run("disassemble", Vectors.path("bad/bad_magic.mv").toString())).isEqualTo(1);
    assertThat(err()).startsWith("BAD_MAGIC 3002");
    assertThat(out()).isEmpty();
  }

  @Test
  void tellsUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("disassemble FILE.mv");
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(run("disassemble")).isEqualTo(2);
    assertThat(err()).contains("1 operands expected");
    assertThat(run("disassemble", "a", "--loud")).isEqualTo(2);
    assertThat(err()).contains("unknown option --loud");
    assertThat(run("disassemble", "no/such/file.mv")).isEqualTo(2);
    assertThat(err()).contains("no/such/file.mv");
    assertThat(run("help")).isZero();
    assertThat(out()).contains("usage:");
  }

  @Test
  void helpsWithEachCommand() {
    assertThat(run("help", "disassemble")).isZero();
    assertThat(out()).startsWith("usage: disassemble FILE.mv").contains("--script");
    assertThat(run("disassemble", "--help")).isZero();
    assertThat(run("help", "nonsense")).isEqualTo(2);
  }

  @Test
  void takesFlagsBeforeOperands() {
    String file = Vectors.path("mv-v7/purse.mv").toString();
    assertThat(run("disassemble", "--script", file)).isEqualTo(1);
    assertThat(err()).startsWith("MALFORMED");
  }

  @Test
  void splitsOptionsAndOperands() {
    Arguments arguments =
        Arguments.of(List.of("a", "--args", "1", "true", "--gas", "7", "--flag", "--", "b"));
    arguments.allow("args", "gas", "flag");
    assertThat(arguments.operands(2)).containsExactly("a", "b");
    assertThat(arguments.values("args")).containsExactly("1", "true");
    assertThat(arguments.required("gas")).isEqualTo("7");
    assertThat(arguments.has("flag")).isTrue();
    assertThat(arguments.value("state")).isEmpty();
    assertThatThrownBy(() -> arguments.required("state")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> arguments.value("args")).isInstanceOf(UsageException.class);
  }
}
