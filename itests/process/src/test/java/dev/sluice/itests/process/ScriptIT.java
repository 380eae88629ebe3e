/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.itests.process.NodeProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in places and states it was not made for. */
@Timeout(300)
class ScriptIT {
  @TempDir Path directory;
  private NodeProcess node;

  @BeforeEach
  void prepare() throws Exception {
    node = new NodeProcess(directory);
  }

  @AfterEach
  void end() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLUICE_SSH_PORT=abc",
        "SLUICE_SSH_PORT=0",
        "SLUICE_HTTP_PORT=65536",
        "SLUICE_START_LIMIT=soon",
        "JAVA_MAX_MEM=much"
      })
  void aSettingThatMakesNoSenseIsNamed(String setting) throws Exception {
    Result result = NodeProcess.await(node.launch(List.of("env", setting), "start"));
    assertThat(result.exit()).as(result.output()).isEqualTo(2);
    assertThat(result.output()).contains(setting);
  }

  @Test
  void onePortForTwoIsRefused() throws Exception {
    String both = "SLUICE_SSH_PORT=" + node.httpPort;
    Result result = NodeProcess.await(node.launch(List.of("env", both), "start"));
    assertThat(result.exit()).as(result.output()).isEqualTo(2);
  }

  @Test
  void aJavaThatDoesNotRunIsNamed() throws Exception {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho broken >&2\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    String home = "JAVA_HOME=" + directory.resolve("jdk");
    Result result = NodeProcess.await(node.launch(List.of("env", home), "start"));
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.output()).contains("does not run: broken");
  }

  @Test
  void aNumberLeftByACrashDoesNotEndAnotherProgram() throws Exception {
    Process other = new ProcessBuilder("sleep", "300").start();
    try {
      Files.createDirectories(node.data());
      Files.writeString(node.data().resolve("pid"), other.pid() + "\n");
      assertThat(node.sluice("status").exit()).isEqualTo(8);
      assertThat(node.sluice("stop").output()).contains("not running");
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
      Files.deleteIfExists(node.data().resolve("pid"));
    }
  }

  @Test
  void ofTwoStartsAtOnceOneIsDoneAndOneRefused() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), NodeProcess.script());
    Process first = node.launch(List.of("bash", "-c", "'" + link + "' start"));
    Process second = node.launch(List.of(), "start");
    Result one = NodeProcess.await(first);
    Result two = NodeProcess.await(second);
    assertThat(List.of(one.exit(), two.exit()))
        .as(one.output() + two.output())
        .containsExactlyInAnyOrder(0, 9);
    assertThat(node.sluice("status").exit()).isZero();
    var process = node.handle().orElseThrow();
    Files.delete(node.data().resolve("pid"));
    assertThat(node.sluice("start").output()).contains("running already");
    assertThat(process.info().arguments().orElseThrow()).contains("-Xmx512M");
    assertThat(node.sluice("stop").exit()).isZero();
    assertThat(directory.resolve("starting")).doesNotExist();
  }
}
