/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.Provenance;
import dev.sluice.fetcher.http.formula.Budget;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fetch with all its attempts. Each run is an attempt; runs do not overlap. */
final class FetchCall implements Runnable {
  /** Pause before the second attempt; doubles with each. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(FetchCall.class);

  /** What a call needs of its fetcher. */
  interface Host {
    /** Runs the call again after a pause. */
    void again(FetchCall call, Duration pause);

    /** Longest reading of an answer. */
    Duration formulaLimit();
  }

  private final HttpQuery query;
  private final FetchRequest request;
  private final int maxBytes;
  private final Exchange exchange;
  private final Host host;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long deadline;
  private final Trace trace;
  private final List<Provenance.Attempt> attempts = new ArrayList<>();
  private final CompletableFuture<FetchResult> future = new CompletableFuture<>();
  private @Nullable Socket socket;

  FetchCall(
      HttpQuery query,
      FetchRequest request,
      int maxBytes,
      Exchange exchange,
      Host host,
      Clock clock,
      LongSupplier nanoTime) {
    this.query = query;
    this.request = request;
    this.maxBytes = maxBytes;
    this.exchange = exchange;
    this.host = host;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + request.timeout().toNanos();
    this.trace = new Trace(nanoTime);
  }

  CompletableFuture<FetchResult> future() {
    return future;
  }

  HttpQuery query() {
    return query;
  }

  /** Ends the call at its time-out. */
  void timeOut() {
    fail(
        new FetchException(
            Code.TIMEOUT,
            "no complete answer of "
                + query.target().withoutQuery()
                + " within "
                + request.timeout().toMillis()
                + " ms"));
  }

  void fail(RuntimeException failure) {
    future.completeExceptionally(failure);
  }

  /** Closes what is in use; called when the future is done. */
  void release() {
    Socket open;
    synchronized (this) {
      open = socket;
      socket = null;
    }
    if (open != null) {
      Connector.closeQuietly(open);
    }
  }

  private void opened(Socket used) {
    synchronized (this) {
      socket = used;
    }
    if (future.isDone()) {
      release();
      throw new FetchException(Code.TIMEOUT, "the call is over already");
    }
  }

  private long leftMillis() {
    return TimeUnit.NANOSECONDS.toMillis(deadline - nanoTime.getAsLong());
  }

  @Override
  public void run() {
    if (future.isDone()) {
      return;
    }
    Instant startedAt = clock.instant();
    long start = nanoTime.getAsLong();
    try {
      Answer answer = exchange.ask(query, maxBytes, trace, this::opened, this::leftMillis);
      synchronized (this) {
        socket = null;
      }
      Evaluation evaluation = evaluate(answer);
      attempts.add(attempt(startedAt, start, Optional.empty()));
      future.complete(
          FetchResult.of(evaluation.body(), evaluation.contentType(), provenance(answer)));
    } catch (Exchange.RetryLater e) {
      failed(e.failure(), Duration.ofSeconds(e.seconds()), true, startedAt, start);
    } catch (FetchException e) {
      failed(e, Duration.ZERO, e.code() == Code.UNREACHABLE, startedAt, start);
    } catch (RuntimeException e) {
      // A fault of ours or of a library, on input that somebody chose: the caller still gets an
      // end.
      LOG.error("HTTP fetcher: fault while fetching {}", query.target().origin(), e);
      fail(new FetchException(Code.PARSE_NO_MATCH, "the answer cannot be read", e));
    }
  }

  private Provenance.Attempt attempt(Instant startedAt, long start, Optional<Code> failure) {
    return new Provenance.Attempt(
        startedAt, Duration.ofNanos(nanoTime.getAsLong() - start), failure);
  }

  private void failed(
      FetchException failure, Duration wish, boolean repeat, Instant startedAt, long start) {
    attempts.add(attempt(startedAt, start, Optional.of(failure.code())));
    Duration usual = FIRST_PAUSE.multipliedBy(1L << (attempts.size() - 1));
    Duration pause = wish.compareTo(usual) > 0 ? wish : usual;
    if (repeat && attempts.size() < request.attempts() && pause.toMillis() < leftMillis()) {
      trace.add("again", failure.code() + ", in " + pause.toMillis() + " ms");
      host.again(this, pause);
    } else {
      fail(failure);
    }
  }

  private record Evaluation(Bytes body, String contentType) {}

  private Evaluation evaluate(Answer answer) {
    var media = MediaType.of(answer.header("content-type"));
    media.require(query.type());
    long limit = Math.min(deadline, nanoTime.getAsLong() + host.formulaLimit().toNanos());
    var budget = new Budget(Budget.MAX_STEPS, limit, nanoTime);
    var result = query.formula().apply(answer.body().toArray(), media.charset(), budget);
    Bytes body = result.unchanged() ? answer.body() : Bytes.utf8(result.text());
    if (body.length() > request.maxBytes()) {
      throw BodyInput.tooLarge(request.maxBytes());
    }
    trace.add("formula", body.length() + " bytes");
    String contentType =
        result.unchanged()
            ? answer.header("content-type")
            : result.json() ? "application/json" : "text/plain;charset=utf-8";
    return new Evaluation(body, contentType);
  }

  private Provenance provenance(Answer answer) {
    try {
      Bytes digest = Bytes.of(MessageDigest.getInstance("SHA-256").digest(answer.body().toArray()));
      return new Provenance(
          answer.target().withoutQuery(),
          clock.instant(),
          answer.peer(),
          attempts,
          Optional.of(
              new Provenance.Raw(
                  digest, answer.body().length(), answer.address(), "" + answer.status())),
          answer.headers(),
          trace.steps());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
