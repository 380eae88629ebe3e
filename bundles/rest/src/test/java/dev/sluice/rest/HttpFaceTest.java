/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.node.api.EventFeed;
import dev.sluice.node.api.NodeEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servlets in a real HTTP server: who gets in, what is refused, how events resume. */
class HttpFaceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock =
      new Clock() {
        private final InstantSource source = now::get;

        @Override
        public Instant instant() {
          return source.instant();
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private final List<NodeEvent> events = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private Server server;
  private EventsServlet eventsServlet;
  private int port;

  record Word(String word) {}

  @BeforeEach
  void start() throws Exception {
    var authenticator =
        new Authenticator(
            (user, password) ->
                new String(password).equals("secret")
                    ? Optional.of(
                        new Login(user, Role.valueOf(user.toUpperCase(java.util.Locale.ROOT))))
                    : Optional.empty(),
            clock);
    var guard = new Guard(Set.of());
    var api = new ApiServlet(authenticator, guard);
    api.addResource(
        () ->
            List.of(
                Route.get("/words/{word}", "Echo", Word.class, call -> new Word(call.path("word"))),
                Route.post(
                    "/words",
                    Role.OPERATOR,
                    "Say",
                    Word.class,
                    Word.class,
                    call -> call.body(Word.class)),
                Route.upload("POST", "/files", "Send", Word.class, call -> new Word("got it")),
                Route.get(
                    "/broken",
                    "Fails",
                    Word.class,
                    call -> {
                      throw new IllegalStateException("the secret inner state");
                    })));
    eventsServlet = new EventsServlet(new ListFeed(), authenticator, guard);
    server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(api), "/api/v1/*");
    var eventsHolder = new ServletHolder(eventsServlet);
    eventsHolder.setAsyncSupported(true);
    context.addServlet(eventsHolder, "/api/v1/events");
    server.setHandler(context);
    server.start();
    port = server.getURI().getPort();
  }

  @AfterEach
  void stop() throws Exception {
    eventsServlet.stop();
    server.stop();
  }

  private final class ListFeed implements EventFeed {
    @Override
    public NodeEvent publish(String topic, Map<String, String> fields) {
      throw new UnsupportedOperationException("the test fills the list");
    }

    @Override
    public long last() {
      return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }

    @Override
    public List<NodeEvent> after(long id, Duration wait) throws InterruptedException {
      var later = events.stream().filter(e -> e.id() > id).toList();
      if (later.isEmpty()) {
        Thread.sleep(50);
      }
      return later;
    }
  }

  private HttpRequest.Builder request(String path, String user, String password) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Basic " + credentials);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String user, String path, String type, String body)
      throws Exception {
    return send(
        request(path, user, "secret")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void viewerReadsButChangesNothing() throws Exception {
    assertThat(send(request("/api/v1/words/hi", "viewer", "secret")).body())
        .isEqualTo("{\"word\":\"hi\"}");
    var refused = post("viewer", "/api/v1/words", "application/json", "{\"word\":\"x\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("FORBIDDEN").contains("operator");
    assertThat(post("viewer", "/api/v1/files", Route.UPLOAD_TYPE, "x").statusCode()).isEqualTo(403);
  }

  @Test
  void eachRoleIncludesThoseBelow() throws Exception {
    String word = "{\"word\":\"x\"}";
    assertThat(post("operator", "/api/v1/words", "application/json", word).statusCode())
        .isEqualTo(200);
    assertThat(post("admin", "/api/v1/words", "application/json", word).statusCode())
        .isEqualTo(200);
    assertThat(post("operator", "/api/v1/files", Route.UPLOAD_TYPE, "x").statusCode())
        .isEqualTo(403);
    assertThat(post("admin", "/api/v1/files", Route.UPLOAD_TYPE, "x").statusCode()).isEqualTo(200);
  }

  @Test
  void badBodiesAreAnsweredWithOneTypedError() throws Exception {
    String json = "application/json";
    String deep = "{\"word\":" + "[".repeat(100) + "]".repeat(100) + "}";
    for (String body :
        List.of(
            "",
            "nonsense",
            "{}",
            "{\"word\":null}",
            "[]",
            "\"x\"",
            "{}{}",
            "{\"word\":\"x\",\"more\":1}",
            deep,
            "null")) {
      var answer = post("admin", "/api/v1/words", json, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("BAD_REQUEST").doesNotContain("dev.sluice");
    }
    String long1 = "{\"word\":\"" + "x".repeat(Limits.BODY_BYTES) + "\"}";
    assertThat(post("admin", "/api/v1/words", json, long1).statusCode()).isEqualTo(413);
    assertThat(post("admin", "/api/v1/words", "text/plain", "{}").statusCode()).isEqualTo(415);
    assertThat(post("admin", "/api/v1/files", "text/plain", "x").statusCode()).isEqualTo(415);
  }

  @Test
  void unknownPathsAndMethodsAreTold() throws Exception {
    assertThat(send(request("/api/v1/none", "admin", "secret")).statusCode()).isEqualTo(404);
    assertThat(send(request("/api/v1/words/a", "admin", "secret").DELETE()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void innerFailuresShowNothingInner() throws Exception {
    var answer = send(request("/api/v1/broken", "admin", "secret"));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("INTERNAL").doesNotContain("secret inner");
  }

  @Test
  void tooManyWrongPasswordsBlockTheAddressForAWhile() throws Exception {
    for (int i = 0; i < Limits.FAILED_LOGINS; i++) {
      assertThat(send(request("/api/v1/words/a", "admin", "wrong")).statusCode()).isEqualTo(401);
    }
    assertThat(send(request("/api/v1/words/a", "admin", "secret")).statusCode()).isEqualTo(429);
    now.set(START.plusSeconds(Limits.LOGIN_WINDOW_SECONDS + 1));
    assertThat(send(request("/api/v1/words/a", "admin", "secret")).statusCode()).isEqualTo(200);
  }

  @Test
  void sessionsOpenEndAndExpire() throws Exception {
    String token = token();
    assertThat(bearer(token).statusCode()).isEqualTo(200);
    now.set(START.plus(Duration.ofMinutes(Limits.SESSION_MINUTES)));
    assertThat(bearer(token).statusCode()).isEqualTo(200);
    now.set(now.get().plus(Duration.ofMinutes(Limits.SESSION_MINUTES)).plusSeconds(1));
    assertThat(bearer(token).body()).contains("SESSION_ENDED");

    String other = token();
    http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/session"))
            .header("Authorization", "Bearer " + other)
            .DELETE()
            .build(),
        BodyHandlers.ofString());
    assertThat(bearer(other).statusCode()).isEqualTo(401);
  }

  private String token() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"viewer\",\"password\":\"secret\"}"))
                .build(),
            BodyHandlers.ofString());
    return Json.MAPPER.readTree(answer.body()).get("token").asText();
  }

  private HttpResponse<String> bearer(String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/words/a"))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void tokensInTheUrlDoNotCount() throws Exception {
    String url = "http://127.0.0.1:" + port + "/api/v1/words/a?token=" + token();
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void foreignHostIsRefused() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/words/a HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").contains("FOREIGN_HOST");
    }
  }

  @Test
  void eventsResumeAndTellGaps() throws Exception {
    for (long id = 5; id <= 7; id++) {
      events.add(new NodeEvent(id, START, "plugin.updated", Map.of("plugin", "p" + id)));
    }
    var request =
        request("/api/v1/events", "viewer", "secret").header("Last-Event-ID", "2").build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    try (var reader =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(read(reader, "data: ")).isEqualTo("{\"from\":3,\"to\":4}");
      for (long id = 5; id <= 7; id++) {
        assertThat(read(reader, "id: ")).isEqualTo(String.valueOf(id));
      }
    }
  }

  private static String read(BufferedReader reader, String prefix) throws Exception {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
    }
    throw new AssertionError("the stream ended");
  }

  @Test
  void followersAreBounded() throws Exception {
    var open = new ArrayList<java.io.InputStream>();
    for (int i = 0; i < Limits.FOLLOWERS; i++) {
      var answer =
          http.send(
              request("/api/v1/events", "viewer", "secret").build(), BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      open.add(answer.body());
    }
    var refused = send(request("/api/v1/events", "viewer", "secret"));
    assertThat(refused.statusCode()).isEqualTo(503);
    for (var body : open) {
      body.close();
    }
  }

  @Test
  void aLoginWithoutPasswordIsABadRequest() throws Exception {
    for (String body : List.of("{}", "{\"user\":\"a\"}", "{\"user\":\"a\",\"password\":null}")) {
      assertThat(post("admin", "/api/v1/session", "application/json", body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  /** The answer to a request as it stands on the wire; the connection must end by itself. */
  private String raw(String head, String... more) throws Exception {
    String credentials =
        Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      String request =
          head
              + " HTTP/1.1\r\nConnection: close\r\nAuthorization: basic "
              + credentials
              + "\r\n"
              + String.join("\r\n", more);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void bodiesThatAreFramedWronglyAreBadRequests() throws Exception {
    for (String path : List.of("words", "session")) {
      String answer =
          raw(
              "POST /api/v1/" + path,
              "Host: localhost:" + port,
              "Content-Type: application/json",
              "Transfer-Encoding: chunked",
              "",
              "zz",
              "{}",
              "");
      assertThat(answer).startsWith("HTTP/1.1 400").contains("BAD_REQUEST");
    }
  }

  @Test
  void slowBodiesAreBounded() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < Limits.BODIES; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        slow.add(socket);
        String head =
            "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      int status = 0;
      for (int i = 0; i < 1_000 && status != 503; i++) {
        status = post("admin", "/api/v1/session", "application/json", "{}").statusCode();
      }
      assertThat(status).isEqualTo(503);
      assertThat(send(request("/api/v1/openapi.json", "viewer", "secret")).statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void eventsAreReadWithGetOnly() throws Exception {
    String host = "Host: 127.0.0.1:" + port;
    assertThat(raw("HEAD /api/v1/events", host, "", "")).startsWith("HTTP/1.1 200");
    for (String method : List.of("POST", "PUT", "OPTIONS", "PATCH")) {
      assertThat(raw(method + " /api/v1/events", host, "", ""))
          .startsWith("HTTP/1.1 405")
          .contains("METHOD_NOT_ALLOWED");
    }
    assertThat(raw("OPTIONS /api/v1/events", "Host: evil.example", "", ""))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("DELETE /api/v1/openapi.json", host, "", "")).startsWith("HTTP/1.1 405");
  }

  @Test
  void ownNamesAndOriginsCountInAnyCaseAndWithoutTheDefaultPort() throws Exception {
    String word = "GET /api/v1/words/a";
    assertThat(raw(word, "Host: LocalHost:" + port, "", "")).startsWith("HTTP/1.1 200");
    assertThat(raw(word, "Host: localhost", "Origin: https://localhost", "", ""))
        .startsWith("HTTP/1.1 200");
    assertThat(raw(word, "Host: localhost", "Origin: http://localhost:81", "", ""))
        .startsWith("HTTP/1.1 403");
    assertThat(raw(word, "Host: localhost", "Origin: null", "", "")).startsWith("HTTP/1.1 403");
  }
}
