/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, over REST and ssh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String PASSWORD = "correct horse battery";
  private static final String HOST = "node.example";

  private NodeProcess node;
  private JsonNode paths;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = new NodeProcess(directory);
    Path etc = Files.createDirectories(node.data().resolve("etc"));
    var users = new ArrayList<String>();
    for (String role : List.of("viewer", "operator", "admin")) {
      users.add(role + " = " + PASSWORD + ",_g_:" + role + "group");
    }
    users.add("_g_\\:admingroup = group,admin,operator,manager,viewer,systembundles,ssh");
    users.add("_g_\\:operatorgroup = group,operator,viewer");
    users.add("_g_\\:viewergroup = group,viewer");
    Files.write(etc.resolve("users.properties"), users);
    Files.writeString(etc.resolve("sluice.rest.cfg"), "hosts = " + HOST + "\n");
    var result = node.start();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).doesNotContain("First login");
    node.login("admin", PASSWORD);
    paths = JSON.readTree(node.get("/api/v1/openapi.json").body()).get("paths");
  }

  @AfterAll
  void stop() throws IOException {
    node.close();
  }

  /** What each operation answers; without sessions, streams, and views, which read by POST. */
  private List<Integer> answers(String user, Set<String> methods) throws Exception {
    node.login(user, PASSWORD);
    var answers = new ArrayList<Integer>();
    var names = paths.fieldNames();
    while (names.hasNext()) {
      String path = names.next();
      var operations = paths.get(path).fieldNames();
      while (operations.hasNext()) {
        String method = operations.next().toUpperCase(Locale.ROOT);
        if (methods.contains(method) && !path.matches(".*/(session|events|view)")) {
          String address = path.replaceAll("\\{[^}]*}", "none");
          var request = node.request(address).method(method, BodyPublishers.ofString("{}"));
          answers.add(node.send(request.build()).statusCode());
        }
      }
    }
    return answers;
  }

  @Test
  void aViewerReadsAndChangesNothing() throws Exception {
    assertThat(answers("viewer", Set.of("POST", "PUT", "DELETE", "PATCH")))
        .hasSizeGreaterThan(5)
        .containsOnly(403);
    assertThat(answers("viewer", Set.of("GET")))
        .hasSizeGreaterThan(5)
        .doesNotContain(401, 403, 500)
        .contains(200);
  }

  @Test
  void anOperatorDoesNotInstall() throws Exception {
    assertThat(answers("operator", Set.of("POST", "PUT", "DELETE", "PATCH"))).contains(403);
  }

  @Test
  void passwordsAreKeptAsHashes() throws Exception {
    node.login("viewer", PASSWORD);
    assertThat(node.get("/api/v1/status").statusCode()).isEqualTo(200);
    assertThat(Files.readAllLines(node.data().resolve("etc/users.properties")))
        .filteredOn(line -> line.startsWith("viewer"))
        .allMatch(line -> line.contains("{CRYPT}") && !line.contains(PASSWORD));
  }

  @Test
  void sshIsForAdministratorsOnly() throws Exception {
    assertThat(ssh("admin")).contains("disk");
    for (String user : List.of("viewer", "operator")) {
      assertThatThrownBy(() -> ssh(user)).as(user).isInstanceOf(SshException.class);
    }
  }

  private String ssh(String user) throws IOException {
    try (var client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier((session, address, key) -> true);
      client.start();
      try (var session =
          client.connect(user, "127.0.0.1", node.sshPort).verify(LIMIT).getSession()) {
        session.addPasswordIdentity(PASSWORD);
        session.auth().verify(LIMIT);
        return session.executeRemoteCommand("sluice:doctor --all");
      }
    }
  }

  @Test
  void onlyConfiguredNamesAreAnswered() throws Exception {
    assertThat(status(HOST)).contains(" 401 ");
    assertThat(status("evil.example")).contains(" 403 ");
  }

  private String status(String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort)) {
      OutputStream out = socket.getOutputStream();
      String request =
          "GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  @Test
  void credentialsInTheAddressAreNotTaken() throws Exception {
    for (String query : List.of("token=x", "password=x", "access_token=x")) {
      var request = node.request("/api/v1/status?" + query);
      request.setHeader("Authorization", "Bearer nothing");
      assertThat(node.send(request.build()).statusCode()).isEqualTo(401);
    }
  }
}
