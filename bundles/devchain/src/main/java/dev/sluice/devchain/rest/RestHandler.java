/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.ledger.Head;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP for the routes: bodies in, answers with their headers out. */
final class RestHandler extends AbstractHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RestHandler.class);
  private static final String WAIT = "wait_by_hash";

  /** Bytes read at once. */
  private static final int BUFFER = 8_192;

  private static final String ANSWERED = RestHandler.class.getName() + ".answered";

  private final Ledger ledger;
  private final Routes routes;
  private final Runnable onSubmit;
  private final RestSettings settings;

  RestHandler(Ledger ledger, Routes routes, RestSettings settings, Runnable onSubmit) {
    this.ledger = ledger;
    this.routes = routes;
    this.settings = settings;
    this.onSubmit = onSubmit;
  }

  @Override
  public void handle(
      String target,
      org.eclipse.jetty.server.Request base,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    Request asked;
    try {
      asked = read(request);
    } catch (ApiException e) {
      // The rest of the body is not read, so the connection cannot go on.
      response.setHeader("Connection", "close");
      send(response, error(e.status(), e));
      if (request.getContentLengthLong() < 0) {
        // There may be no end to what comes.
        response.flushBuffer();
        base.getHttpChannel().getEndPoint().close();
      }
      return;
    }
    if (isWait(asked) && mayWait(asked, request)) {
      return;
    }
    send(response, answer(asked));
    if (asked.method().equals("POST")) {
      onSubmit.run();
    }
  }

  private Response answer(Request asked) {
    try {
      return routes.answer(asked);
    } catch (ApiException e) {
      return error(e.status(), e);
    } catch (LedgerException e) {
      ApiException api = ApiException.of(e);
      return error(api.status(), api);
    } catch (RuntimeException e) {
      LOG.warn("A request failed: {} {}", asked.method(), asked.path(), e);
      return error(
          500, new ApiException(500, "internal_error", "The development chain failed to answer"));
    }
  }

  private static Response error(int status, ApiException e) {
    return Response.json(status, error(e));
  }

  static ObjectNode error(ApiException e) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("message", e.getMessage());
    json.put("error_code", e.code());
    json.putNull("vm_error_code");
    e.vmCode().ifPresent(code -> json.put("vm_error_code", code));
    return json;
  }

  // In

  private Request read(HttpServletRequest request) throws IOException {
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("POST")) {
      throw new ApiException(405, "web_framework_error", "The method must be GET or POST");
    }
    List<String> path = path(request.getRequestURI());
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    return new Request(
        method,
        path,
        query(request.getQueryString()),
        type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT),
        Optional.ofNullable(request.getHeader("Accept")).orElse(""),
        body(request));
  }

  private static List<String> path(String uri) {
    List<String> path = new ArrayList<>();
    for (String segment : uri.split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(decoded(segment.replace("+", "%2B")));
      }
    }
    boolean versioned = !path.isEmpty() && path.get(0).equals("v1");
    return List.copyOf(versioned ? path.subList(1, path.size()) : path);
  }

  private static Map<String, String> query(@org.jspecify.annotations.Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.putIfAbsent(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("The URL is not encoded as it should be");
    }
  }

  private Bytes body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > settings.maxBodyBytes()) {
      throw tooLarge();
    }
    long told = request.getContentLengthLong();
    int size = told < 0 ? BUFFER : (int) Math.min(told + 1, BUFFER);
    ByteArrayOutputStream body = new ByteArrayOutputStream(size);
    byte[] buffer = new byte[size];
    try (InputStream in = request.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (body.size() + read > settings.maxBodyBytes()) {
          throw tooLarge();
        }
        body.write(buffer, 0, read);
      }
    }
    return Bytes.of(body.toByteArray());
  }

  private ApiException tooLarge() {
    return new ApiException(
        413,
        "web_framework_error",
        "The body is longer than " + settings.maxBodyBytes() + " bytes");
  }

  // Waiting

  private static boolean isWait(Request asked) {
    return asked.path().size() == 3 && asked.path().get(1).equals(WAIT);
  }

  /** Answers later if the transaction waits; false if it does not or the request is refused. */
  private boolean mayWait(Request asked, HttpServletRequest request) {
    Bytes hash;
    try {
      hash = asked.hash(2);
    } catch (ApiException e) {
      return false;
    }
    if (ledger.pending(hash).isEmpty()) {
      return false;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(settings.waitMillis());
    Runnable done = () -> async.start(() -> finish(async, asked));
    async.addListener(
        new AsyncListener() {
          @Override
          public void onTimeout(AsyncEvent event) throws IOException {
            finish(async, asked);
          }

          @Override
          public void onComplete(AsyncEvent event) {
            ledger.stopWaiting(hash, done);
          }

          @Override
          public void onError(AsyncEvent event) {
            ledger.stopWaiting(hash, done);
          }

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
    ledger.await(hash, done);
    return true;
  }

  /** Answers once, whether the transaction is done or the time is over. */
  private void finish(AsyncContext async, Request asked) {
    try {
      synchronized (async) {
        if (async.getRequest().getAttribute(ANSWERED) != null) {
          return;
        }
        async.getRequest().setAttribute(ANSWERED, true);
      }
      send((HttpServletResponse) async.getResponse(), answer(asked));
      async.complete();
    } catch (IllegalStateException | IOException e) {
      // The client or the time-out was faster.
      LOG.debug("Nobody waits any more", e);
    }
  }

  // Out

  private void send(HttpServletResponse response, Response answer) throws IOException {
    Head head = ledger.head();
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setHeader("X-Aptos-Chain-Id", Integer.toString(ledger.settings().chainId()));
    response.setHeader("X-Aptos-Epoch", "1");
    response.setHeader("X-Aptos-Ledger-Version", Long.toString(head.version()));
    response.setHeader("X-Aptos-Ledger-Oldest-Version", Long.toString(ledger.oldestVersion()));
    response.setHeader("X-Aptos-Ledger-TimestampUsec", Long.toString(head.timestampMicros()));
    response.setHeader("X-Aptos-Block-Height", Long.toString(head.height()));
    response.setHeader("X-Aptos-Oldest-Block-Height", Long.toString(ledger.oldestHeight()));
    response.setHeader("X-Sluice-Chain", Routes.NAME);
    answer.headers().forEach(response::setHeader);
    response.setContentLength(answer.body().length());
    response.getOutputStream().write(answer.body().toArray());
  }
}
