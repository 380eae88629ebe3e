/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Stands between plugin and node and does to requests what networks do. */
final class FaultProxy implements AutoCloseable {
  /** What happens to a request. */
  enum Fault {
    /** Nothing. */
    NONE,
    /** The connection ends before the node has the request. */
    CUT_BEFORE,
    /** The node answers and the connection ends before the answer is there. */
    CUT_AFTER,
    /** The node has it not, as far as it says. */
    NOT_FOUND,
    /** 503. */
    UNAVAILABLE,
    /** The answer comes after two seconds. */
    SLOW,
    /** No JSON. */
    GARBAGE,
    /** Half of the answer. */
    HALF,
    /** 20 MiB. */
    HUGE
  }

  private static final String[] KEPT = {
    "x-aptos-chain-id",
    "x-aptos-ledger-version",
    "x-aptos-ledger-oldest-version",
    "x-aptos-ledger-timestampusec"
  };

  /** Which fault a request gets, by method and path. */
  volatile Function<String, Fault> plan = request -> Fault.NONE;

  private final URI node;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FaultProxy(URI node) throws IOException {
    this.node = URI.create(node.getScheme() + "://" + node.getAuthority());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    Fault fault = plan.apply(exchange.getRequestMethod() + " " + target);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fault == Fault.CUT_BEFORE) {
        return;
      }
      HttpResponse<byte[]> answer = forward(exchange, target, body);
      if (fault == Fault.CUT_AFTER) {
        return;
      }
      if (fault == Fault.SLOW) {
        Thread.sleep(2_000);
      }
      for (String name : KEPT) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      reply(exchange, fault, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The node is gone: so is the connection.
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, String target, byte[] body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.resolve(target));
    for (String name : new String[] {"Accept", "Content-Type"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    if (exchange.getRequestMethod().equals("POST")) {
      request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void reply(HttpExchange exchange, Fault fault, HttpResponse<byte[]> answer)
      throws IOException {
    byte[] body = answer.body();
    int status = answer.statusCode();
    int length = body.length;
    switch (fault) {
      case NOT_FOUND -> {
        status = 404;
        body =
            "{\"message\":\"not here\",\"error_code\":\"transaction_not_found\"}"
                .getBytes(StandardCharsets.UTF_8);
      }
      case UNAVAILABLE -> {
        status = 503;
        body = "down".getBytes(StandardCharsets.UTF_8);
      }
      case GARBAGE -> body = "{\"type\":[[[".getBytes(StandardCharsets.UTF_8);
      case HUGE -> body = new byte[20 << 20];
      default -> {}
    }
    boolean half = fault == Fault.HALF && length > 1;
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body, 0, half ? length / 2 : body.length);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
