/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.tssdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code devchain.test.mjs} with Node.js against a development chain with a journal on disk.
 * Skipped where Node.js or the client is not installed ({@code npm ci --prefix itests/ts-sdk}).
 */
class OfficialClientTest {
  private static final long LIMIT_SECONDS = 300;

  @TempDir Path directory;

  @Test
  void takesTheDevelopmentChainForTheRealOne() throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(Path.of("node_modules/@aptos-labs/ts-sdk")),
        "the client is not installed: npm ci --prefix itests/ts-sdk --ignore-scripts");
    assumeTrue(hasNode(), "Node.js is not installed");
    try (DevChain chain =
        new DevChain(
            LedgerSettings.DEFAULT,
            Optional.of(directory.resolve("chain")),
            InstantSource.system(),
            DevChain.Pace.DEFAULT,
            RestSettings.DEFAULT)) {
      Path output = directory.resolve("output.txt");
      ProcessBuilder node =
          new ProcessBuilder("node", "--test", "--test-reporter=tap", "devchain.test.mjs");
      node.environment().put("DEVCHAIN_URL", chain.uri().toString());
      node.environment().put("PROBE_DIR", "src/test/resources/probe");
      node.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = node.start();
      try {
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).contains("# fail 0").doesNotContain("# pass 0");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("node", "--version").start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
