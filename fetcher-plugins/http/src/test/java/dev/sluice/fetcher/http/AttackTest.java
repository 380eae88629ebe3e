/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import static dev.sluice.fetcher.http.RawSource.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fetcher.api.FetchException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fetcher does with sources and requests that mean harm. */
class AttackTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static Code raw(RawSource.Script script) throws Exception {
    return raw(script, Duration.ofSeconds(5));
  }

  private static Code raw(RawSource.Script script, Duration timeout) throws Exception {
    try (var source = new RawSource(script)) {
      HttpFetcher fetcher = Fixture.fetcher(Fixture.settings(source.port()));
      try {
        return Fixture.failure(fetcher, Fixture.query(source.url(), "json", ""), timeout).code();
      } finally {
        fetcher.stop();
        awaitClosed(source);
      }
    }
  }

  private static void awaitClosed(RawSource source) throws InterruptedException {
    for (int i = 0; i < 200 && source.open() > 0; i++) {
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost/",
        "http://localhost./",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:1::1]/",
        "http://[2a00:1::5efe:7f00:1]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://198.18.0.1/",
        "http://93.184.216.34:22/",
      })
  void refusesWhatIsNotPublic(String url) throws Exception {
    HttpFetcher fetcher = Fixture.fetcher(Fixture.settings());
    assertThat(Fixture.code(fetcher, url)).isEqualTo(Code.SOURCE_DENIED);
    fetcher.stop();
  }

  @Test
  void knowsPublicAddresses() throws Exception {
    for (String text :
        List.of("93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800::1")) {
      assertThat(AddressRules.isPublic(InetAddress.getByName(text))).as(text).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user@example.org/",
        "http:///x",
        "http://ex ample.org/",
        "http://example.org:99999/",
        "http://b\u00fccher.example/",
        "gopher://x/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://0177.0.0.1./",
        "http://example.org/\u00e9",
        "",
      })
  void refusesUrlsThatAreNone(String url) throws Exception {
    HttpFetcher fetcher = Fixture.fetcher(Fixture.settings());
    assertThat(Fixture.code(fetcher, url)).isEqualTo(Code.INVALID_REQUEST);
    fetcher.stop();
  }

  @Test
  void redirectsAreCheckedLikeRequests() throws Exception {
    try (Source source = Source.plain();
        Source other = Source.plain()) {
      other.answer("/", "application/json", "1");
      source.redirect("/private", "http://10.0.0.1/");
      source.redirect("/loopback", other.url("/"));
      source.redirect("/file", "file:///etc/passwd");
      source.redirect("/loop", "/loop");
      HttpFetcher fetcher = Fixture.fetcher(Fixture.settings(source.port()));
      assertThat(Fixture.code(fetcher, source.url("/private"))).isEqualTo(Code.SOURCE_DENIED);
      assertThat(Fixture.code(fetcher, source.url("/loopback"))).isEqualTo(Code.SOURCE_DENIED);
      assertThat(Fixture.code(fetcher, source.url("/file"))).isEqualTo(Code.INVALID_REQUEST);
      assertThat(Fixture.code(fetcher, source.url("/loop"))).isEqualTo(Code.SOURCE_ERROR);
      assertThat(source.seen().stream().filter(s -> s.contains("/loop "))).hasSize(4);
      assertThat(other.seen()).isEmpty();
      fetcher.stop();
    }
  }

  @Test
  void aNameThatChangesItsAddressIsRefused() throws Exception {
    try (Source source = Source.plain()) {
      source.answer("/", "application/json", "1");
      var asked = new AtomicInteger();
      InetAddress open =
          InetAddress.getByAddress("rebind.example", new byte[] {93, (byte) 184, 1, 1});
      InetAddress inside = InetAddress.getByAddress("rebind.example", new byte[] {127, 0, 0, 1});
      Resolver both = host -> new InetAddress[] {open, inside};
      Resolver later = host -> new InetAddress[] {asked.incrementAndGet() == 1 ? inside : open};
      for (Resolver resolver : List.of(both, later)) {
        HttpFetcher fetcher = Fixture.fetcher(Fixture.settings(), resolver);
        assertThat(Fixture.code(fetcher, "http://rebind.example/")).isEqualTo(Code.SOURCE_DENIED);
        fetcher.stop();
      }
      // One question for one connection: there is no second answer to use.
      assertThat(asked).hasValue(1);
      assertThat(source.seen()).isEmpty();
    }
  }

  @Test
  void aDrippedAnswerEndsAtTheDeadline() throws Exception {
    long start = System.nanoTime();
    Code code =
        raw(
            out -> {
              text(out, HEAD + "Content-Length: 1000\r\n\r\n");
              for (int i = 0; i < 1000; i++) {
                text(out, " ");
                Thread.sleep(50);
              }
            },
            Duration.ofMillis(600));
    assertThat(code).isEqualTo(Code.TIMEOUT);
    assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void drippedHeadersAndEndlessInterimAnswersEndAtTheDeadline() throws Exception {
    for (String line : List.of("X: 1\r\n", "")) {
      Code code =
          raw(
              out -> {
                text(out, line.isEmpty() ? "" : "HTTP/1.1 200 OK\r\n");
                while (true) {
                  text(out, line.isEmpty() ? "HTTP/1.1 100 Continue\r\n\r\n" : "x");
                  Thread.sleep(20);
                }
              },
              Duration.ofMillis(600));
      assertThat(code).isEqualTo(Code.TIMEOUT);
    }
  }

  @Test
  void endlessAndLyingBodiesAreRefused() throws Exception {
    byte[] chunk = new byte[1 << 16];
    assertThat(
            raw(
                out -> {
                  text(out, HEAD + "\r\n");
                  while (true) {
                    out.write(chunk);
                  }
                }))
        .isEqualTo(Code.TOO_LARGE);
    assertThat(raw(out -> text(out, HEAD + "Content-Length: 99999999999\r\n\r\n")))
        .isEqualTo(Code.TOO_LARGE);
    assertThat(raw(out -> text(out, HEAD + "Content-Length: 10\r\n\r\n123")))
        .isEqualTo(Code.SOURCE_ERROR);
    assertThat(raw(out -> text(out, HEAD + "Content-Length: -5\r\n\r\n123")))
        .isEqualTo(Code.SOURCE_ERROR);
    assertThat(raw(out -> text(out, HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n1")))
        .isEqualTo(Code.SOURCE_ERROR);
    assertThat(raw(out -> text(out, "nonsense\r\n\r\n"))).isIn(Code.SOURCE_ERROR, Code.TIMEOUT);
    assertThat(raw(out -> out.flush())).isEqualTo(Code.UNREACHABLE);
  }

  @Test
  void bombsAreRefused() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 16];
      for (int i = 0; i < 512; i++) {
        gzip.write(zeros);
      }
    }
    assertThat(bytes.size()).isLessThan(1 << 16);
    String gzip = HEAD + "Content-Encoding: gzip\r\nContent-Length: ";
    assertThat(
            raw(
                out -> {
                  text(out, gzip + bytes.size() + "\r\n\r\n");
                  out.write(bytes.toByteArray());
                }))
        .isEqualTo(Code.TOO_LARGE);
    assertThat(raw(out -> text(out, gzip + "3\r\n\r\nabc"))).isEqualTo(Code.SOURCE_ERROR);
    assertThat(raw(out -> text(out, HEAD + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\n1")))
        .isEqualTo(Code.WRONG_TYPE);
  }

  @Test
  void headersAreBounded() throws Exception {
    assertThat(
            raw(
                out -> {
                  text(out, HEAD);
                  for (int i = 0; i < 100; i++) {
                    text(out, "X-" + i + ": 1\r\n");
                  }
                  text(out, "\r\n1");
                }))
        .isEqualTo(Code.SOURCE_ERROR);
    assertThat(raw(out -> text(out, HEAD + "X: " + "y".repeat(100_000) + "\r\n\r\n1")))
        .isEqualTo(Code.SOURCE_ERROR);
  }

  @Test
  void aSlowHostLeavesRoomForOthers() throws Exception {
    try (var slow = new RawSource(RawSource.SILENT);
        Source good = Source.plain()) {
      good.answer("/", "application/json", "1");
      HttpFetcher fetcher =
          Fixture.fetcher(
              Fixture.settings(slow.port(), good.port()),
              host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
      var calls = new java.util.ArrayList<java.util.concurrent.CompletableFuture<?>>();
      for (int i = 0; i < 50; i++) {
        calls.add(
            fetcher.fetch(
                Fixture.request(Fixture.query(slow.url(), "json", ""), Duration.ofSeconds(30))));
      }
      // By another name the same loopback server is another host.
      var settings = Fixture.settings(slow.port(), good.port());
      assertThat(settings.hostRequests()).isLessThan(settings.threads());
      calls.forEach(call -> call.cancel(true));
      Fixture.get(fetcher, Fixture.query(good.url("/"), "json", ""));
      awaitClosed(slow);
      assertThat(slow.open()).as("connections of cancelled calls").isZero();
      fetcher.stop();
    }
  }

  @Test
  void leavesNoThreadAndNoSocket() throws Exception, IOException {
    try (var slow = new RawSource(RawSource.SILENT);
        Source good = Source.plain()) {
      good.answer("/", "application/json", "1");
      var before = Thread.getAllStackTraces().keySet();
      HttpFetcher fetcher = Fixture.fetcher(Fixture.settings(slow.port(), good.port()));
      Fixture.get(fetcher, Fixture.query(good.url("/"), "json", ""));
      var call =
          fetcher.fetch(
              Fixture.request(Fixture.query(slow.url(), "json", ""), Duration.ofSeconds(30)));
      fetcher.stop();
      assertThat(call).isCompletedExceptionally();
      awaitClosed(slow);
      assertThat(slow.open()).isZero();
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> !before.contains(thread))
                  .map(Thread::getName))
          .noneMatch(name -> name.startsWith("sluice-fetcher-test"));
    }
  }
}
