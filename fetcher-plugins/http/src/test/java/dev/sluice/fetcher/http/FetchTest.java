/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.FetchValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fetcher does with sources that behave. */
class FetchTest {
  @TempDir Path directory;
  private Source source;
  private HttpFetcher fetcher;

  @BeforeEach
  void open() throws Exception {
    source = Source.plain();
    fetcher = Fixture.fetcher(Fixture.settings(source.port()));
  }

  @AfterEach
  void close() throws Exception {
    fetcher.stop();
    source.close();
  }

  private String text(String path, String type, String formula) {
    return Fixture.get(fetcher, Fixture.query(source.url(path), type, formula)).body().toUtf8();
  }

  @Test
  void takesValuesOutOfAllThreeTypes() {
    source
        .answer("/j", "application/json", "{\"b\":1.50,\"a\":[{\"n\":\"x\"},{\"n\":\"y\"}]}")
        .answer("/x", "text/xml", "<note><to>Ann</to><to>Bob</to></note>")
        .answer("/h", "text/html;charset=utf-8", "<title>T\u00e9st</title><p class=p>1</p>");
    assertThat(text("/j", "json", "")).isEqualTo("{\"a\":[{\"n\":\"x\"},{\"n\":\"y\"}],\"b\":1.5}");
    assertThat(text("/j", "json", "$.b")).isEqualTo("1.5");
    assertThat(text("/j", "json", "$.a[*].n")).isEqualTo("[\"x\",\"y\"]");
    assertThat(text("/j", "json", "/a[2]/n")).isEqualTo("y");
    assertThat(text("/j", "json", "/a[1]")).isEqualTo("{\"n\":\"x\"}");
    assertThat(text("/x", "xml", "//to")).isEqualTo("[\"Ann\",\"Bob\"]");
    assertThat(text("/x", "xml", "count(//to)")).isEqualTo("2");
    assertThat(text("/h", "html", "//title")).isEqualTo("T\u00e9st");
    assertThat(text("/h", "html", "p.p")).isEqualTo("1");
    assertThat(text("/h", "html", "")).contains("<p class=p>");
  }

  @Test
  void postsBodyAndHeaders() {
    source.on(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String header = exchange.getRequestHeaders().getFirst("X-Test");
          Source.send(
              exchange,
              200,
              "application/json",
              ("[\"" + body + "\",\"" + header + "\"]").getBytes(StandardCharsets.UTF_8));
        });
    var query = Fixture.query(source.url("/"), "json", "");
    query.put("method", new FetchValue.Text("POST"));
    query.put("body", new FetchValue.Binary(Bytes.utf8("hello")));
    query.put("headers", new FetchValue.Fields(Map.of("X-Test", new FetchValue.Text("yes"))));
    assertThat(Fixture.get(fetcher, query).body().toUtf8()).isEqualTo("[\"hello\",\"yes\"]");
  }

  @Test
  void refusesHeadersThatChangeHowTheRequestIsRead() {
    for (String name :
        List.of("Host", "Transfer-Encoding", "content-length", "a b", "x\r\ny", "")) {
      var query = Fixture.query(source.url("/"), "json", "");
      query.put("headers", new FetchValue.Fields(Map.of(name, new FetchValue.Text("1"))));
      assertThat(Fixture.failure(fetcher, query).code()).isEqualTo(Code.INVALID_REQUEST);
    }
    var query = Fixture.query(source.url("/"), "json", "");
    query.put("headers", new FetchValue.Fields(Map.of("a", new FetchValue.Text("1\r\nHost: x"))));
    assertThat(Fixture.failure(fetcher, query).code()).isEqualTo(Code.INVALID_REQUEST);
    assertThat(source.seen()).isEmpty();
  }

  @Test
  void recordsWhereTheAnswerCameFrom() throws Exception {
    try (Source tls = Source.tls(directory)) {
      tls.answer("/", "application/json", "{\"a\": 1}");
      var settings =
          Fixture.trusting(
              Fixture.settings(tls.port()), directory.resolve("ca.pem").toString(), Map.of());
      HttpFetcher secure = Fixture.fetcher(settings);
      FetchResult result = Fixture.get(secure, Fixture.query(tls.url("/?q=1"), "json", "$.a"));
      var provenance = result.provenance();
      assertThat(provenance.source()).isEqualTo(tls.url("/"));
      assertThat(provenance.peer().orElseThrow().subject()).isEqualTo("CN=localhost");
      assertThat(provenance.peer().orElseThrow().chain()).hasSize(1);
      assertThat(provenance.raw().orElseThrow().bytes()).isEqualTo(8);
      assertThat(provenance.raw().orElseThrow().address()).endsWith(":" + tls.port());
      assertThat(provenance.details().stream().map(d -> d.name())).contains("content-type", "date");
      assertThat(provenance.steps().stream().map(s -> s.name()))
          .containsExactly("resolve", "connect", "tls", "answer", "body", "formula");
      secure.stop();
    }
  }

  @Test
  void refusesUnknownAuthoritiesAndOtherNames() throws Exception {
    try (Source tls = Source.tls(directory)) {
      tls.answer("/", "application/json", "1");
      assertThat(Fixture.code(Fixture.fetcher(Fixture.settings(tls.port())), tls.url("/")))
          .isEqualTo(Code.TLS_FAILED);
      var settings =
          new HttpSettings(
              "test",
              java.util.Set.of(),
              List.of(),
              List.of(),
              java.util.Set.of("127.0.0.1:" + tls.port()),
              Map.of("127.0.0.1", directory.resolve("ca.pem").toString()),
              Map.of(),
              Duration.ofSeconds(2),
              Duration.ofSeconds(1),
              1024,
              2,
              2,
              2,
              2,
              Duration.ofSeconds(1));
      assertThat(Fixture.code(Fixture.fetcher(settings), "https://127.0.0.1:" + tls.port() + "/"))
          .isEqualTo(Code.TLS_FAILED);
      assertThat(tls.seen()).isEmpty();
    }
  }

  @Test
  void sendsSecretsOnlyWhereTheOperatorSays() throws Exception {
    try (Source tls = Source.tls(directory)) {
      tls.answer("/", "application/json", "1");
      tls.redirect("/away", source.url("/").replace("http:", "https:"));
      source.answer("/", "application/json", "1");
      var settings =
          Fixture.trusting(
              Fixture.settings(tls.port(), source.port()),
              directory.resolve("ca.pem").toString(),
              Map.of("token", "localhost", "absent", "localhost", "other", "example.org"));
      HttpFetcher secure = Fixture.fetcher(settings);
      FetchResult result = Fixture.get(secure, withSecret(tls.url("/"), "token"));
      assertThat(tls.seen()).containsExactly("GET / Bearer " + Fixture.SECRET);
      assertThat(result.toString()).doesNotContain(Fixture.SECRET);
      for (String name : List.of("absent", "other", "nobody", "../x")) {
        var failure = Fixture.failure(secure, withSecret(tls.url("/"), name));
        assertThat(failure.code()).isEqualTo(Code.SOURCE_DENIED);
      }
      assertThat(Fixture.failure(secure, withSecret(source.url("/"), "token")).code())
          .isEqualTo(Code.SOURCE_DENIED);
      assertThat(tls.seen()).hasSize(1);
      assertThat(source.seen()).isEmpty();
      secure.stop();
    }
  }

  private static Map<String, FetchValue> withSecret(String url, String name) {
    var query = new HashMap<>(Fixture.query(url, "json", ""));
    query.put(
        "headers",
        new FetchValue.Fields(
            Map.of("Authorization", new FetchValue.Text("Bearer ${secret:" + name + "}"))));
    return query;
  }

  @Test
  void dropsHeadersWhenARedirectLeavesTheHost() throws Exception {
    try (Source other = Source.plain()) {
      other.answer("/", "application/json", "2");
      source.redirect("/away", other.url("/")).redirect("/here", source.url("/end"));
      source.answer("/end", "application/json", "1");
      HttpFetcher both = Fixture.fetcher(Fixture.settings(source.port(), other.port()));
      for (String path : List.of("/away", "/here")) {
        var query = Fixture.query(source.url(path), "json", "");
        query.put(
            "headers", new FetchValue.Fields(Map.of("Authorization", new FetchValue.Text("me"))));
        Fixture.get(both, query);
      }
      assertThat(other.seen()).containsExactly("GET / null");
      assertThat(source.seen()).containsExactly("GET /away me", "GET /here me", "GET /end me");
      both.stop();
    }
  }

  @Test
  void triesAgainOnlyWhatMayPass() {
    var calls = new AtomicInteger();
    source.on(
        "/busy",
        exchange -> {
          boolean first = calls.incrementAndGet() < 3;
          exchange.getResponseHeaders().set("Retry-After", "0");
          Source.send(
              exchange,
              first ? 503 : 200,
              "application/json",
              "1".getBytes(StandardCharsets.UTF_8));
        });
    source.on("/broken", exchange -> Source.send(exchange, 500, "text/plain", new byte[0]));
    source.on("/no", exchange -> Source.send(exchange, 403, "text/plain", new byte[0]));
    source.on("/gone", exchange -> Source.send(exchange, 404, "text/plain", new byte[0]));
    FetchResult result =
        Fixture.get(
            fetcher.fetch(
                new FetchRequest(
                    Fixture.query(source.url("/busy"), "json", ""), Duration.ofSeconds(9), 99, 3)));
    assertThat(result.provenance().attempts().stream().map(a -> a.failure().orElse(null)))
        .containsExactly(Code.SOURCE_ERROR, Code.SOURCE_ERROR, null);
    assertThat(Fixture.code(fetcher, source.url("/broken"))).isEqualTo(Code.SOURCE_ERROR);
    assertThat(Fixture.code(fetcher, source.url("/no"))).isEqualTo(Code.SOURCE_REFUSED);
    assertThat(Fixture.code(fetcher, source.url("/gone"))).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void refusesAnotherTypeThanAskedFor() {
    source.answer("/", "text/html", "{}");
    assertThat(Fixture.code(fetcher, source.url("/"))).isEqualTo(Code.WRONG_TYPE);
  }

  @Test
  void usesAConnectionAgain() {
    source.answer("/", "application/json", "1");
    Fixture.get(fetcher, Fixture.query(source.url("/"), "json", ""));
    FetchResult again = Fixture.get(fetcher, Fixture.query(source.url("/"), "json", ""));
    assertThat(again.provenance().steps().get(0).name()).isEqualTo("reuse");
  }
}
