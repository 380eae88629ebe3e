/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one node. Bounds connections, waiting requests and the length of answers; repeats what
 * got no answer, with growing pauses, within the time of the call. Thread-safe.
 */
final class NodeClient {
  /** Pause before the first repeat; doubles with each. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** Longest pause between repeats. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Calls calls;
  private final HttpClient http;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int busy;

  private record Waiting(Calls.Scope scope, CompletableFuture<Void> turn) {}

  NodeClient(Settings settings, Calls calls, Executor executor) {
    this.settings = settings;
    this.calls = calls;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();
  }

  /** Asks the node. Any answer that is not worth a repeat is a success, see its status. */
  CompletableFuture<NodeAnswer> ask(Calls.Scope scope, NodeRequest request) {
    return ask(scope, settings.url(), request, 0)
        .thenApply(
            answer -> {
              requireChain(answer);
              return answer;
            });
  }

  /** Asks the faucet. */
  CompletableFuture<NodeAnswer> askFaucet(Calls.Scope scope, URI faucet, NodeRequest request) {
    return ask(scope, faucet, request, Integer.MAX_VALUE);
  }

  private void requireChain(NodeAnswer answer) {
    long id = answer.chainId();
    if (id != settings.chainId() && (id >= 0 || answer.isOk())) {
      throw new ChainException(
          Code.WRONG_CHAIN,
          "the node at "
              + settings.url()
              + " is on chain "
              + id
              + ", configured is chain.id = "
              + settings.chainId());
    }
  }

  private CompletableFuture<NodeAnswer> ask(
      Calls.Scope scope, URI base, NodeRequest request, int attempt) {
    return turn(scope)
        .thenCompose(nothing -> once(scope, base, request))
        .thenApply(
            answer -> {
              ChainException refusal = passing(answer);
              if (refusal != null) {
                throw refusal;
              }
              return answer;
            })
        .exceptionallyCompose(
            error -> {
              RuntimeException refusal = failed(error);
              Duration pause = pause(attempt);
              boolean again =
                  attempt < settings.retries()
                      && isWorthRepeat(refusal)
                      && !scope.isOver()
                      && scope.left().compareTo(pause) > 0;
              return again
                  ? calls.after(pause, scope, s -> ask(s, base, request, attempt + 1))
                  : CompletableFuture.failedFuture(refusal);
            });
  }

  private static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static boolean isWorthRepeat(RuntimeException failure) {
    return failure instanceof ChainException refusal
        && (refusal.code() == Code.UNAVAILABLE || refusal.code() == Code.OVERLOADED);
  }

  private static @Nullable ChainException passing(NodeAnswer answer) {
    int status = answer.status();
    boolean isServers = status >= 500 && status != 507;
    if (isServers || status == 429 || status == 408) {
      return NodeErrors.of(answer);
    }
    return null;
  }

  private RuntimeException failed(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof LimitedBody.TooLong tooLong) {
        return tooLong;
      }
    }
    if (cause instanceof ChainException refused) {
      return refused;
    }
    String what = cause instanceof IOException ? "cannot be reached" : "gave no answer";
    return new ChainException(
        Code.UNAVAILABLE, "the node at " + settings.url() + " " + what, String.valueOf(cause));
  }

  private CompletableFuture<NodeAnswer> once(Calls.Scope scope, URI base, NodeRequest request) {
    if (scope.isOver()) {
      release();
      return CompletableFuture.failedFuture(
          new ChainException(Code.TIMEOUT, "the call is over already"));
    }
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange =
          http.sendAsync(http(base, request), info -> new LimitedBody(settings.maxResponseBytes()));
    } catch (IllegalArgumentException e) {
      release();
      return CompletableFuture.failedFuture(
          new ChainException(Code.INVALID_REQUEST, "no path of a node: " + request.path(), e + ""));
    }
    scope.onEnd(() -> exchange.cancel(true));
    return exchange
        .whenComplete((response, error) -> release())
        .thenApply(r -> new NodeAnswer(r.statusCode(), r.headers(), r.body()));
  }

  private static HttpRequest http(URI base, NodeRequest request) {
    var builder = HttpRequest.newBuilder(base.resolve(request.path()));
    builder.header("Accept", request.accept());
    request
        .body()
        .ifPresent(
            body ->
                builder
                    .header("Content-Type", body.type())
                    .POST(BodyPublishers.ofByteArray(body.bytes().toArray())));
    return builder.build();
  }

  private CompletableFuture<Void> turn(Calls.Scope scope) {
    Waiting waiting;
    synchronized (queue) {
      if (busy < settings.maxConnections()) {
        busy++;
        return CompletableFuture.completedFuture(null);
      }
      if (queue.size() >= settings.maxWaiting()) {
        return CompletableFuture.failedFuture(
            new ChainException(Code.OVERLOADED, settings.maxWaiting() + " requests wait already"));
      }
      waiting = new Waiting(scope, new CompletableFuture<>());
      queue.add(waiting);
    }
    scope.onEnd(() -> leave(waiting));
    return waiting.turn();
  }

  private void leave(Waiting waiting) {
    synchronized (queue) {
      queue.remove(waiting);
    }
  }

  private void release() {
    @Nullable Waiting next;
    synchronized (queue) {
      next = queue.poll();
      if (next == null) {
        busy--;
      }
    }
    if (next != null) {
      next.turn().complete(null);
    }
  }
}
