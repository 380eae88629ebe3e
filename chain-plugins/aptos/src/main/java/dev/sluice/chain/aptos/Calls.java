/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.codec.CodecException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The calls under way: each ends by its time-out, by being cancelled, or when the plugin stops.
 * Thread-safe.
 */
final class Calls {
  /** Most calls under way. */
  static final int MAX_CALLS = 4_096;

  /** One call. Ends when the future that the caller has is done, in whatever way. */
  static final class Scope {
    private final long deadline;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Scope(Duration timeout) {
      deadline = System.nanoTime() + timeout.toNanos();
    }

    boolean isOver() {
      return end.isDone();
    }

    /** Runs {@code task} when the call ends, at once if it has. */
    void onEnd(Runnable task) {
      var unused = end.thenRun(task);
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private volatile boolean stopped;

  Calls(ScheduledExecutorService timer, Executor executor) {
    this.timer = timer;
    this.executor = executor;
  }

  /** Starts a call on a thread of the plugin. */
  <T> CompletableFuture<T> start(Duration timeout, Function<Scope, CompletableFuture<T>> work) {
    var result = new CompletableFuture<T>();
    if (timeout.isNegative() || timeout.isZero()) {
      result.completeExceptionally(timedOut(timeout));
      return result;
    }
    if (open.size() >= MAX_CALLS) {
      result.completeExceptionally(
          new ChainException(Code.OVERLOADED, MAX_CALLS + " calls are under way"));
      return result;
    }
    long id = count.incrementAndGet();
    open.put(id, result);
    var scope = new Scope(timeout);
    try {
      var alarm =
          timer.schedule(
              () -> result.completeExceptionally(timedOut(timeout)),
              timeout.toNanos(),
              TimeUnit.NANOSECONDS);
      var unused =
          result.whenComplete(
              (value, error) -> {
                open.remove(id);
                alarm.cancel(false);
                scope.end.complete(null);
              });
      executor.execute(() -> run(scope, work, result));
    } catch (RejectedExecutionException e) {
      open.remove(id);
      result.completeExceptionally(stopping());
    }
    if (stopped) {
      result.completeExceptionally(stopping());
    }
    return result;
  }

  private static <T> void run(
      Scope scope, Function<Scope, CompletableFuture<T>> work, CompletableFuture<T> result) {
    try {
      var unused =
          work.apply(scope)
              .whenComplete(
                  (value, error) -> {
                    if (error == null) {
                      result.complete(value);
                    } else {
                      result.completeExceptionally(refusal(error));
                    }
                  });
    } catch (RuntimeException e) {
      result.completeExceptionally(refusal(e));
    }
  }

  /** After {@code pause}, unless the call ends before. */
  <T> CompletableFuture<T> after(
      Duration pause, Scope scope, Function<Scope, CompletableFuture<T>> work) {
    var start = new CompletableFuture<Void>();
    var alarm =
        timer.schedule(
            () -> executor.execute(() -> start.complete(null)),
            pause.toNanos(),
            TimeUnit.NANOSECONDS);
    scope.onEnd(() -> alarm.cancel(false));
    return start.thenCompose(nothing -> work.apply(scope));
  }

  private static ChainException timedOut(Duration timeout) {
    return new ChainException(Code.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
  }

  private static RejectedExecutionException stopping() {
    return new RejectedExecutionException("the plugin stops");
  }

  /** Every failure as the one that {@code Chain} allows. */
  static RuntimeException refusal(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ChainException refused) {
      return refused;
    }
    if (cause instanceof RejectedExecutionException) {
      return stopping();
    }
    if (cause instanceof LimitedBody.TooLong) {
      return new ChainException(Code.BAD_ANSWER, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof CodecException) {
      return new ChainException(Code.INVALID_REQUEST, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof IllegalArgumentException) {
      return new ChainException(Code.BAD_ANSWER, "the node's answer makes no sense", cause + "");
    }
    return new ChainException(Code.UNAVAILABLE, "the call failed", String.valueOf(cause));
  }

  /** Refuses what is open and all that comes. */
  void stop() {
    stopped = true;
    open.values().forEach(call -> call.completeExceptionally(stopping()));
  }
}
