/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.FetchValue;
import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.fetcher.api.FetcherInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every {@link Fetcher} must do. A plugin's test extends it with a running source. */
@SuppressWarnings("FutureReturnValueIgnored")
public abstract class FetcherContractTest {
  /** Time-out of each fetch that is meant to succeed. */
  protected static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int BYTES = 1 << 16;
  private static final long STOP_MS = 1_000;
  private static final long SPAWN_MS = 250;
  private static final long SLACK_MS = 1_000;

  /** The plugin under test, new for each test. */
  protected abstract Fetcher fetcher();

  /** Stops the plugin. */
  protected abstract void stop(Fetcher fetcher) throws Exception;

  /** Parameters of a fetch that gives the same answer of 2 to 1,000 bytes each time. */
  protected abstract Map<String, FetchValue> good();

  /** Parameters of a fetch whose source takes a minute or never answers. */
  protected abstract Map<String, FetchValue> slow();

  /** Parameters of a source that cannot be reached. */
  protected abstract Map<String, FetchValue> unreachable();

  /** The answer, or the refusal as it is. */
  protected <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT.toMillis() + SLACK_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("a fetch outlasts its time-out", e);
    }
  }

  /** How a fetch fails. */
  protected Code codeOf(CompletableFuture<FetchResult> fetch) {
    Throwable failure = catchThrowable(() -> get(fetch));
    assertThat(failure).isInstanceOf(FetchException.class);
    return ((FetchException) failure).code();
  }

  private static FetchRequest request(Map<String, FetchValue> parameters) {
    return new FetchRequest(parameters, TIMEOUT, BYTES, 1);
  }

  private static FetchRequest request(Map<String, FetchValue> parameters, Duration timeout) {
    return new FetchRequest(parameters, timeout, BYTES, 1);
  }

  @Test
  void saysWhatItTakes() {
    Fetcher fetcher = fetcher();
    FetcherInfo info = fetcher.info();
    assertThat(info.kind()).matches("[a-z][a-z0-9-]{0,39}");
    assertThat(info.description()).isNotBlank();
    assertThat(info.parameters().stream().map(FetcherInfo.Parameter::name))
        .doesNotHaveDuplicates()
        .containsAll(good().keySet());
    assertThat(info.parameters()).allMatch(p -> !p.description().isBlank());
    assertThat(fetcher.info()).isEqualTo(info);
  }

  @Test
  void givesTheSameAnswerWithItsOrigin() {
    Fetcher fetcher = fetcher();
    FetchResult first = get(fetcher.fetch(request(good())));
    FetchResult second = get(fetcher.fetch(request(good())));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.contentType()).isNotBlank();
    assertThat(first.provenance().source()).isNotBlank();
    assertThat(first.provenance().attempts()).hasSize(1);
    assertThat(first.provenance().attempts().get(0).failure()).isEmpty();
    assertThat(first.provenance().fetchedAt())
        .isAfterOrEqualTo(first.provenance().attempts().get(0).startedAt());
  }

  @Test
  void refusesRequestsThatMakeNoSense() {
    Fetcher fetcher = fetcher();
    assertThat(codeOf(fetcher.fetch(request(Map.of())))).isEqualTo(Code.INVALID_REQUEST);
    var unknown = new HashMap<>(good());
    unknown.put("no-such-parameter", new FetchValue.Text("x"));
    assertThat(codeOf(fetcher.fetch(request(unknown)))).isEqualTo(Code.INVALID_REQUEST);
    for (FetcherInfo.Parameter parameter : fetcher.info().parameters()) {
      var wrong = new HashMap<>(good());
      wrong.put(
          parameter.name(),
          parameter.type() == FetchValue.Type.FLAG
              ? new FetchValue.Text("x")
              : new FetchValue.Flag(true));
      assertThat(codeOf(fetcher.fetch(request(wrong)))).isEqualTo(Code.INVALID_REQUEST);
    }
  }

  @Test
  void refusesAnswersThatAreTooLarge() {
    var request = new FetchRequest(good(), TIMEOUT, 1, 1);
    assertThat(codeOf(fetcher().fetch(request))).isEqualTo(Code.TOO_LARGE);
  }

  @Test
  void endsByItsTimeOut() {
    Fetcher fetcher = fetcher();
    long start = System.nanoTime();
    assertThat(codeOf(fetcher.fetch(request(slow(), Duration.ofMillis(200)))))
        .isEqualTo(Code.TIMEOUT);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(200 + SLACK_MS));
    get(fetcher.fetch(request(good())));
  }

  @Test
  void triesNoMoreThanItMay() {
    var request = new FetchRequest(unreachable(), TIMEOUT, BYTES, 2);
    assertThat(codeOf(fetcher().fetch(request))).isIn(Code.UNREACHABLE, Code.TIMEOUT);
  }

  @Test
  void canBeCancelled() {
    Fetcher fetcher = fetcher();
    CompletableFuture<FetchResult> fetch = fetcher.fetch(request(slow()));
    assertThat(fetch.cancel(true)).isTrue();
    get(fetcher.fetch(request(good())));
  }

  @Test
  void returnsBeforeTheWorkIsDone() {
    Fetcher fetcher = fetcher();
    get(fetcher.fetch(request(good())));
    long start = System.nanoTime();
    CompletableFuture<FetchResult> fetch = fetcher.fetch(request(slow()));
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(SPAWN_MS));
    fetch.cancel(true);
  }

  @Test
  void answersManyAtOnce() {
    Fetcher fetcher = fetcher();
    List<CompletableFuture<FetchResult>> fetches = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fetches.add(fetcher.fetch(request(good())));
    }
    var first = get(fetches.get(0)).body();
    fetches.forEach(fetch -> assertThat(get(fetch).body()).isEqualTo(first));
  }

  @Test
  void refusesWhatIsBeyondItsQueueAndRecovers() {
    Fetcher fetcher = fetcher();
    List<CompletableFuture<FetchResult>> fetches = new ArrayList<>();
    boolean refused = false;
    for (int i = 0; i < 100_000 && !refused; i++) {
      CompletableFuture<FetchResult> fetch = fetcher.fetch(request(slow()));
      fetches.add(fetch);
      refused = fetch.isCompletedExceptionally();
    }
    assertThat(refused).as("a bound on open fetches").isTrue();
    assertThat(codeOf(fetches.get(fetches.size() - 1))).isEqualTo(Code.OVERLOADED);
    fetches.forEach(fetch -> fetch.cancel(true));
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    Throwable failure = new AssertionError();
    while (failure != null && System.nanoTime() - deadline < 0) {
      failure = catchThrowable(() -> get(fetcher.fetch(request(good()))));
    }
    assertThat(failure).isNull();
  }

  @Test
  void leavesNothingOpenWhenItStops() throws Exception {
    Fetcher fetcher = fetcher();
    List<CompletableFuture<FetchResult>> fetches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      fetches.add(fetcher.fetch(request(slow())));
    }
    long start = System.nanoTime();
    stop(fetcher);
    fetches.add(fetcher.fetch(request(good())));
    for (CompletableFuture<FetchResult> fetch : fetches) {
      long left = STOP_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertThatThrownBy(() -> fetch.get(Math.max(1, left), TimeUnit.MILLISECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RejectedExecutionException.class);
    }
  }
}
