/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One node under a directory of its own, driven through the {@code sluice} script and HTTP. */
final class NodeProcess implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
  private static final Pattern PASSWORD = Pattern.compile("user admin, password (\\S+)");
  private static final int COMMAND_LIMIT_SECONDS = 180;

  /** What a command printed and how it ended. */
  record Result(int exit, String output) {}

  final Path directory;
  final int sshPort = freePort();
  final int httpPort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private String authorization = "";

  NodeProcess(Path directory) throws IOException {
    this.directory = directory;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  static Path script() {
    return ROOT.resolve("sluice");
  }

  /** The running command {@code ./sluice arguments}. */
  Process launch(List<String> prefix, String... arguments) throws IOException {
    var line = new ArrayList<>(prefix);
    line.add(script().toString());
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    var environment = builder.environment();
    environment.put("SLUICE_RUN", directory.toString());
    environment.put("SLUICE_DATA", data().toString());
    environment.put("SLUICE_SSH_PORT", String.valueOf(sshPort));
    environment.put("SLUICE_HTTP_PORT", String.valueOf(httpPort));
    environment.put("JAVA_MAX_MEM", "512M");
    environment.remove("MAVEN_OPTS");
    return builder.start();
  }

  Result sluice(String... arguments) throws IOException, InterruptedException {
    return await(launch(List.of(), arguments));
  }

  static Result await(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the command did not end: " + output);
    }
    return new Result(process.exitValue(), output);
  }

  /** Starts the node and keeps the first password if it is shown. */
  Result start() throws IOException, InterruptedException {
    Result result = sluice("start");
    Matcher matcher = PASSWORD.matcher(result.output());
    if (matcher.find()) {
      login("admin", matcher.group(1));
    }
    return result;
  }

  void login(String user, String password) {
    authorization =
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  HttpRequest.Builder request(String path) {
    var builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(20));
    return authorization.isEmpty() ? builder : builder.header("Authorization", authorization);
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  Optional<ProcessHandle> handle() throws IOException {
    Path pid = data().resolve("pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try {
      sluice("stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      handle().ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
