/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of one node, from its first start to its end, in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeProcessIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NodeProcess node;
  private String firstOutput;

  @BeforeAll
  void startsForTheFirstTime(@TempDir Path directory) throws Exception {
    node = new NodeProcess(directory);
    var result = node.start();
    firstOutput = result.output();
    assertThat(result.exit()).as(firstOutput).isZero();
  }

  @AfterAll
  void end() throws IOException {
    node.close();
  }

  @Test
  @Order(1)
  void showsStatusAndTheFirstPasswordOnce() throws Exception {
    assertThat(firstOutput).contains("user admin, password ").contains("Sluice 0.1.0");
    assertThat(node.data().resolve("first-password")).doesNotExist();
    assertThat(Files.readString(node.data().resolve("etc/users.properties")))
        .contains("admin = {CRYPT}")
        .doesNotContain(firstOutput.replaceAll("(?s).*password (\\S+).*", "$1"));
  }

  @Test
  @Order(1)
  void secretsAreForTheOwnerOnly() throws Exception {
    for (String name : Set.of("control", "etc/users.properties")) {
      assertThat(Files.getPosixFilePermissions(node.data().resolve(name)))
          .as(name)
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  @Order(1)
  void shellAndRestSayTheSame() throws Exception {
    JsonNode shell = JSON.readTree(node.sluice("status", "--json").output());
    JsonNode rest = JSON.readTree(node.get("/api/v1/status").body());
    assertThat(rest.get("version")).isEqualTo(shell.get("version"));
    assertThat(rest.get("pid")).isEqualTo(shell.get("pid"));
    assertThat(names(rest.get("health"))).isEqualTo(names(shell.get("health"))).contains("disk");
  }

  private static Set<String> names(JsonNode findings) {
    var names = new TreeSet<String>();
    findings.forEach(f -> names.add(f.get("check").asText()));
    return names;
  }

  @Test
  @Order(1)
  void shellCommandsGiveTheirExitStatus() throws Exception {
    assertThat(node.sluice("shell", "sluice:doctor --all").exit()).isZero();
    assertThat(node.sluice("shell", "no:such").exit()).isEqualTo(127);
    assertThat(node.sluice("shell", "sluice:doctor --wrong").exit()).isEqualTo(1);
    assertThat(node.sluice("nonsense").exit()).isEqualTo(2);
  }

  @Test
  @Order(1)
  void nobodyGetsInWithoutALogin() throws Exception {
    for (String path :
        Set.of("/api/v1/status", "/api/v1/findings", "/api/v1/events", "/metrics", "/api/v1/x")) {
      var builder = node.request(path);
      builder.setHeader("Authorization", "Basic YWRtaW46d3Jvbmc=");
      assertThat(node.send(builder.build()).statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  @Order(1)
  void foreignOriginsAndFormsAreRefused() throws Exception {
    var foreign = node.request("/api/v1/status").header("Origin", "http://evil.example");
    assertThat(node.send(foreign.build()).statusCode()).isEqualTo(403);
    var form =
        node.request("/api/v1/session")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}"));
    assertThat(node.send(form.build()).statusCode()).isEqualTo(415);
  }

  @Test
  @Order(1)
  void metricsAndDescriptionAreThere() throws Exception {
    assertThat(node.get("/metrics").body()).contains("jvm_memory_used_bytes");
    assertThat(
            JSON.readTree(node.get("/api/v1/openapi.json").body()).at("/paths/~1api~1v1~1status"))
        .isNotEmpty();
  }

  @Test
  @Order(1)
  void listensOnLoopbackOnly() throws Exception {
    String sockets = Files.readString(Path.of("/proc/net/tcp")) + tcp6();
    String ssh = String.format(":%04X ", node.sshPort);
    String http = String.format(":%04X ", node.httpPort);
    Set<String> addresses =
        sockets
            .lines()
            .map(String::strip)
            .map(line -> line.split("\\s+"))
            .filter(f -> f.length > 3 && f[3].equals("0A"))
            .map(f -> f[1] + " ")
            .filter(a -> a.endsWith(ssh) || a.endsWith(http))
            .map(a -> a.substring(0, a.indexOf(':')))
            .collect(Collectors.toSet());
    assertThat(addresses).isNotEmpty().isSubsetOf("0100007F", "0000000000000000FFFF00000100007F");
  }

  private static String tcp6() throws IOException {
    Path file = Path.of("/proc/net/tcp6");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  @Order(2)
  void secretsNeverReachTheLog() throws Exception {
    String password = firstOutput.replaceAll("(?s).*password (\\S+).*", "$1");
    String control = Files.readString(node.data().resolve("control")).strip().split(" ", 2)[1];
    String log =
        Files.readString(node.data().resolve("log/karaf.log"))
            + Files.readString(node.data().resolve("log/console.log"));
    assertThat(log).doesNotContain(password).doesNotContain(control);
  }

  @Test
  @Order(3)
  void asksForAnotherPortWhenOneIsTaken(@TempDir Path other) throws Exception {
    try (var second = new NodeProcess(other);
        var taken = new ServerSocket(second.httpPort)) {
      var result = second.sluice("start");
      assertThat(taken.isBound()).isTrue();
      assertThat(result.exit()).isEqualTo(6);
      assertThat(result.output()).contains("SLUICE_HTTP_PORT").contains("in use");
      assertThat(second.handle()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void stopsAndStartsAgainWithoutLeavingAnything() throws Exception {
    var process = node.handle().orElseThrow();
    assertThat(node.sluice("stop").exit()).isZero();
    assertThat(process.isAlive()).isFalse();
    assertThat(node.data().resolve("control")).doesNotExist();
    assertThat(node.data().resolve("ready")).doesNotExist();
    assertThat(node.sluice("status").exit()).isEqualTo(8);
    try (var ssh = new ServerSocket(node.sshPort);
        var http = new ServerSocket(node.httpPort)) {
      assertThat(ssh.isBound() && http.isBound()).isTrue();
    }
    var again = node.start();
    assertThat(again.exit()).as(again.output()).isZero();
    assertThat(again.output()).doesNotContain("password");
    assertThat(node.get("/api/v1/status").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM"})
  @Order(5)
  void signalDuringStartLeavesNoProcess(String signal, @TempDir Path other) throws Exception {
    try (var second = new NodeProcess(other)) {
      // A build in the background ignores the interrupt, and hands that down.
      Process starting = second.launch(List.of("env", "--default-signal=INT,HUP"), "start");
      while (second.handle().isEmpty() && starting.isAlive()) {
        Thread.onSpinWait();
      }
      var child = second.handle().orElseThrow();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(starting.pid())).start().waitFor();
      NodeProcess.await(starting);
      assertThat(child.isAlive()).isFalse();
      assertThat(second.handle()).isEmpty();
    }
  }
}
