/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/** Asks a source once, redirects included. Blocks; another thread ends it by closing its socket. */
final class Exchange {
  /** Most redirects. */
  static final int MAX_REDIRECTS = 3;

  private static final String AGENT = "Sluice";

  /** What may go on to another host than the request names. */
  private static final Set<String> KEPT_ACROSS_HOSTS =
      Set.of("accept", "accept-language", "content-type", "user-agent");

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int SEE_OTHER = 303;

  private final Connector connector;
  private final SourceRules rules;
  private final HeaderSecrets secrets;
  private final IdleConnections idle;
  private final HttpRequestExecutor executor =
      new HttpRequestExecutor(DefaultConnectionReuseStrategy.INSTANCE);

  Exchange(Connector connector, SourceRules rules, HeaderSecrets secrets, IdleConnections idle) {
    this.connector = connector;
    this.rules = rules;
    this.secrets = secrets;
    this.idle = idle;
  }

  /** The source says when to come again. */
  static final class RetryLater extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long seconds;
    private final FetchException failure;

    RetryLater(long seconds, FetchException failure) {
      super(failure.getMessage(), failure);
      this.seconds = seconds;
      this.failure = failure;
    }

    long seconds() {
      return seconds;
    }

    FetchException failure() {
      return failure;
    }
  }

  /**
   * Asks.
   *
   * @param maxBytes of the body
   * @param opened gets the socket that is in use
   * @param left of the time
   */
  Answer ask(
      HttpQuery query, int maxBytes, Trace trace, Consumer<Socket> opened, Connector.Left left) {
    Target target = query.target();
    boolean post = query.post();
    boolean sameHost = true;
    for (int redirects = 0; ; redirects++) {
      rules.check(target);
      BasicClassicHttpRequest request = request(query, target, post, sameHost);
      Reply reply = send(target, request, maxBytes, trace, opened, left);
      if (reply.location() == null) {
        return reply.answer();
      }
      if (redirects == MAX_REDIRECTS) {
        throw new FetchException(
            Code.SOURCE_ERROR, "more than " + MAX_REDIRECTS + " redirects of " + target.origin());
      }
      Target next = target.redirect(reply.location());
      if (target.https() && !next.https()) {
        throw new FetchException(
            Code.SOURCE_DENIED, "redirect of " + target.origin() + " from https to http");
      }
      trace.add("redirect", next.withoutQuery());
      sameHost &= next.origin().equals(target.origin());
      int status = reply.answer().status();
      if (post && (status == SEE_OTHER || status == 301 || status == 302)) {
        post = false;
      } else if (post && !sameHost) {
        throw new FetchException(
            Code.SOURCE_DENIED, "redirect of a POST from " + target.origin() + " to another host");
      }
      target = next;
    }
  }

  private record Reply(Answer answer, @Nullable String location) {}

  private BasicClassicHttpRequest request(
      HttpQuery query, Target target, boolean post, boolean sameHost) {
    var request = new BasicClassicHttpRequest(post ? "POST" : "GET", target.path());
    boolean usual = target.port() == (target.https() ? 443 : 80);
    request.setHeader("Host", target.urlHost() + (usual ? "" : ":" + target.port()));
    request.setHeader("Accept-Encoding", "gzip");
    request.setHeader("User-Agent", AGENT);
    request.setHeader(
        "Accept",
        switch (query.type()) {
          case JSON -> "application/json";
          case XML -> "application/xml, text/xml;q=0.9";
          case HTML -> "text/html, application/xhtml+xml;q=0.9";
        });
    for (Map.Entry<String, String> header : query.headers().entrySet()) {
      String value = header.getValue();
      boolean secret = HeaderSecrets.refers(value);
      if (sameHost || (!secret && KEPT_ACROSS_HOSTS.contains(header.getKey()))) {
        request.setHeader(header.getKey(), secret ? secrets.fill(value, target) : value);
      }
    }
    if (post) {
      if (!request.containsHeader("Content-Type")) {
        request.setHeader("Content-Type", "application/json");
      }
      request.setHeader("Content-Length", query.body().length());
      request.setEntity(new ByteArrayEntity(query.body().toArray(), (ContentType) null));
    }
    return request;
  }

  private Reply send(
      Target target,
      BasicClassicHttpRequest request,
      int maxBytes,
      Trace trace,
      Consumer<Socket> opened,
      Connector.Left left) {
    Optional<Connection> kept = idle.take(target.origin());
    if (kept.isPresent()) {
      try {
        trace.add("reuse", kept.get().address());
        return on(kept.get(), target, request, maxBytes, trace, opened, left);
      } catch (NoHttpResponseException | java.net.SocketException e) {
        // The far end closed it while it was idle: nothing was answered, so ask on a new one.
        trace.add("stale", String.valueOf(e.getClass().getSimpleName()));
      } catch (IOException | HttpException e) {
        throw failure(target, e);
      }
    }
    Connection fresh = connector.open(target, trace, opened, left);
    try {
      return on(fresh, target, request, maxBytes, trace, opened, left);
    } catch (IOException | HttpException e) {
      throw failure(target, e);
    }
  }

  private static FetchException failure(Target target, Exception e) {
    if (e instanceof java.net.SocketTimeoutException) {
      return new FetchException(Code.TIMEOUT, "no complete answer of " + target.origin(), e);
    }
    if (e instanceof javax.net.ssl.SSLException) {
      return new FetchException(Code.TLS_FAILED, "TLS with " + target.origin() + " broke", e);
    }
    if (e instanceof HttpException
        || e instanceof org.apache.hc.core5.http.MessageConstraintException
        || e instanceof ConnectionClosedException
        || e instanceof org.apache.hc.core5.http.MalformedChunkCodingException
        || e instanceof ZipException
        || e instanceof java.io.EOFException) {
      return new FetchException(
          Code.SOURCE_ERROR, "the answer of " + target.origin() + " is broken or breaks off", e);
    }
    return new FetchException(Code.UNREACHABLE, "connection to " + target.origin() + " broke", e);
  }

  private Reply on(
      Connection connection,
      Target target,
      BasicClassicHttpRequest request,
      int maxBytes,
      Trace trace,
      Consumer<Socket> opened,
      Connector.Left left)
      throws IOException, HttpException {
    boolean reusable = false;
    try {
      opened.accept(connection.socket());
      connection.setReadLimit(left.millis());
      HttpCoreContext context = HttpCoreContext.create();
      ClassicHttpResponse response = executor.execute(request, connection.http(), context);
      trace.add("answer", response.getCode() + " from " + connection.address());
      List<Provenance.Detail> headers = headers(response);
      var head =
          new Answer(
              target,
              response.getCode(),
              headers,
              Bytes.EMPTY,
              connection.address(),
              connection.peer());
      if (REDIRECTS.contains(response.getCode()) && !head.header("location").isEmpty()) {
        return new Reply(head, head.header("location"));
      }
      requireSuccess(head);
      byte[] body = body(response, head, maxBytes);
      trace.add("body", body.length + " bytes");
      reusable = executor.keepAlive(request, response, connection.http(), context);
      return new Reply(
          new Answer(target, head.status(), headers, Bytes.of(body), head.address(), head.peer()),
          null);
    } finally {
      if (reusable) {
        idle.give(connection);
      } else {
        connection.close();
      }
    }
  }

  private static byte[] body(ClassicHttpResponse response, Answer head, int maxBytes)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > maxBytes) {
      throw BodyInput.tooLarge(maxBytes);
    }
    InputStream content = entity.getContent();
    byte[] body = BodyInput.read(content, head.header("content-encoding"), maxBytes);
    // To the very end, so that the connection can be used again; it is at most the trailer.
    if (content.read() >= 0) {
      throw BodyInput.tooLarge(maxBytes);
    }
    return body;
  }

  private static List<Provenance.Detail> headers(ClassicHttpResponse response) {
    List<Provenance.Detail> headers = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (!name.equals("set-cookie")) {
        headers.add(
            new Provenance.Detail(name, header.getValue() == null ? "" : header.getValue()));
      }
    }
    return headers;
  }

  private static void requireSuccess(Answer head) {
    int status = head.status();
    if (status >= 200 && status < 300) {
      return;
    }
    String what = head.target().withoutQuery() + " answers with status " + status;
    if (status == 404 || status == 410) {
      throw new FetchException(Code.NOT_FOUND, what);
    }
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      Code code = status == 429 ? Code.OVERLOADED : Code.SOURCE_ERROR;
      throw new RetryLater(retryAfter(head), new FetchException(code, what));
    }
    boolean refused = status >= 400 && status < 500 && status != 408;
    throw new FetchException(refused ? Code.SOURCE_REFUSED : Code.SOURCE_ERROR, what);
  }

  /** Seconds; a date is not read, as clocks differ. */
  private static long retryAfter(Answer head) {
    String value = head.header("retry-after");
    return value.matches("[0-9]{1,5}") ? Long.parseLong(value) : 0;
  }
}
