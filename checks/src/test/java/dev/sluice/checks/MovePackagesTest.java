/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The committed Move bytecode is what its sources give, and its unit tests pass on the reference
 * machine. Needs Node.js and the compiler's package ({@code npm ci --prefix tools/movec}); skipped
 * without them, but never where {@code CI=true}.
 */
class MovePackagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int LIMIT_MINUTES = 10;

  @Test
  void committedBytecodeMatchesItsSources() throws Exception {
    run("check", "modules match");
  }

  @Test
  void unitTestsPassOnTheReferenceMachine() throws Exception {
    run("test", "tests passed");
  }

  private static void run(String command, String sign) throws Exception {
    boolean ci = "true".equals(System.getenv("CI"));
    assumeTrue(
        ci || Files.isDirectory(ROOT.resolve("tools/movec/node_modules")),
        "skipped: the Move compiler is not installed (npm ci --prefix tools/movec)");
    assumeTrue(ci || nodeIsThere(), "skipped: no Node.js");
    Process process =
        new ProcessBuilder(List.of("node", "tools/movec/movec.mjs", command, "--require"))
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).containsPattern(sign);
  }

  private static boolean nodeIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
