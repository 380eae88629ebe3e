/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SwappableTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration PARK = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final Swappable<Toy> ref =
      new Swappable<>("toy", new SwapLimits(PARK, 2, 3, Duration.ofSeconds(2)), time.environment());
  private final Toy one = new Toy("one");
  private final Toy two = new Toy("two");

  /** Hands out futures that the test completes. */
  private static final class Toy {
    final String name;
    final List<CompletableFuture<String>> calls = new ArrayList<>();
    Duration remaining = Duration.ZERO;

    Toy(String name) {
      this.name = name;
    }

    CompletableFuture<String> work(Duration left) {
      remaining = left;
      var future = new CompletableFuture<String>();
      calls.add(future);
      return future;
    }

    CompletableFuture<String> last() {
      return calls.get(calls.size() - 1);
    }

    void answer() {
      last().complete(name);
    }
  }

  private CompletableFuture<String> call() {
    return ref.call(Toy::work, LONG);
  }

  private CompletableFuture<String> callOnce() {
    return ref.callOnce(Toy::work, LONG);
  }

  private static void failed(CompletableFuture<?> future, Code code) {
    assertThat(future).isCompletedExceptionally();
    assertThatThrownBy(future::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void answersFromTheInstanceInService() {
    ref.bind(one);
    var future = call();
    one.answer();
    time.runAll();
    assertThat(future).isCompletedWithValue("one");
    assertThat(one.remaining).isEqualTo(LONG);
    assertThat(time.alarms()).isZero();
    assertThat(ref.status().inFlight()).isZero();
  }

  @Test
  void completesOnTheNodesThreadNotThePlugins() {
    ref.bind(one);
    var future = call();
    one.answer();
    assertThat(future).isNotDone();
    time.runAll();
    assertThat(future).isCompletedWithValue("one");
  }

  @Test
  void answersAtOnceWhatThePluginHasAtOnce() {
    ref.bind(one);
    assertThat(ref.call((toy, left) -> CompletableFuture.completedFuture(toy.name), LONG))
        .isCompletedWithValue("one");
    assertThat(time.queued()).isZero();
    assertThat(time.alarms()).isZero();
  }

  @Test
  void passesOnFailuresOfAnInstanceThatStays() {
    ref.bind(one);
    var future = call();
    one.last().completeExceptionally(new IllegalStateException("no"));
    time.runAll();
    assertThatThrownBy(future::get).cause().hasMessage("no");
    assertThatThrownBy(
            () ->
                ref.call(
                        (toy, left) -> {
                          throw new IllegalStateException("thrown");
                        },
                        LONG)
                    .get())
        .cause()
        .hasMessage("thrown");
    assertThat(ref.status().repeated()).isZero();
  }

  @Test
  void parksUntilAnInstanceComes() {
    var future = call();
    time.pass(PARK.minusNanos(1));
    ref.bind(one);
    time.runAll();
    assertThat(one.remaining).isEqualTo(LONG.minus(PARK).plusNanos(1));
    one.answer();
    time.runAll();
    assertThat(future).isCompletedWithValue("one");
  }

  @Test
  void failsUnavailableAtTheParkLimit() {
    var future = call();
    time.pass(PARK.minusNanos(1));
    time.runAll();
    assertThat(future).isNotDone();
    time.pass(Duration.ofNanos(1));
    time.runAll();
    failed(future, Code.UNAVAILABLE);
    assertThat(ref.status().parked()).isZero();
    ref.bind(one);
    time.runAll();
    assertThat(one.calls).isEmpty();
  }

  @Test
  void parksNoLongerThanTheCallMayTake() {
    var future = ref.call(Toy::work, Duration.ofSeconds(1));
    time.pass(Duration.ofSeconds(1));
    time.runAll();
    failed(future, Code.UNAVAILABLE);
  }

  @Test
  void boundsParkedCalls() {
    assertThat(call()).isNotDone();
    assertThat(call()).isNotDone();
    failed(call(), Code.OVERLOADED);
    assertThat(ref.status().parked()).isEqualTo(2);
  }

  @Test
  void boundsCallsInFlight() {
    ref.bind(one);
    assertThat(call()).isNotDone();
    assertThat(call()).isNotDone();
    assertThat(call()).isNotDone();
    failed(call(), Code.OVERLOADED);
    one.answer();
    assertThat(call()).isNotDone();
  }

  @Test
  void repeatsOnTheNextInstanceWhatFailsWhileTheOldOneGoes() {
    ref.bind(one);
    var future = call();
    ref.withdraw(one);
    one.last().completeExceptionally(new IllegalStateException("connection closed"));
    ref.bind(two);
    time.runAll();
    two.answer();
    time.runAll();
    assertThat(future).isCompletedWithValue("two");
    assertThat(ref.status().repeated()).isEqualTo(1);
    assertThat(ref.status().swaps()).isEqualTo(1);
  }

  @Test
  void doesNotRepeatACallMadeOnceThatMayHaveBegun() {
    ref.bind(one);
    var future = callOnce();
    ref.withdraw(one);
    one.last().completeExceptionally(new IllegalStateException("connection closed"));
    ref.bind(two);
    time.runAll();
    assertThatThrownBy(future::get).cause().hasMessage("connection closed");
    assertThat(two.calls).isEmpty();
  }

  @Test
  void repeatsWhatWasRefused() {
    ref.bind(one);
    var once = callOnce();
    one.last().completeExceptionally(new RejectedExecutionException("stopping"));
    // The instance refuses before it is taken out of service: nothing to go to yet.
    assertThat(ref.status().parked()).isEqualTo(1);
    ref.withdraw(one);
    ref.bind(two);
    time.runAll();
    two.answer();
    time.runAll();
    assertThat(once).isCompletedWithValue("two");
  }

  @Test
  void tellsTheLastErrorWhenNoSuccessorComes() {
    ref.bind(one);
    var future = call();
    ref.withdraw(one);
    one.last().completeExceptionally(new IllegalStateException("closed"));
    time.pass(PARK);
    time.runAll();
    assertThatThrownBy(future::get).cause().hasMessage("closed");
  }

  @Test
  void drainWaitsForCallsInFlight() throws InterruptedException {
    ref.bind(one);
    var future = call();
    var drain = ref.withdraw(one);
    var left = new AtomicReference<Integer>();
    var stopper =
        new Thread(() -> left.set(drain.await(time.now() + Duration.ofSeconds(10).toNanos())));
    stopper.start();
    while (stopper.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    one.answer();
    stopper.join();
    assertThat(left).hasValue(0);
    time.runAll();
    assertThat(future).isCompletedWithValue("one");
  }

  @Test
  void abandonsAtTheDrainLimitAndRepeats() {
    ref.bind(one);
    var repeatable = call();
    var once = callOnce();
    assertThat(ref.withdraw(one).await(time.now())).isEqualTo(2);
    assertThat(one.calls).allMatch(CompletableFuture::isCancelled);
    ref.bind(two);
    time.runAll();
    failed(once, Code.UNKNOWN_OUTCOME);
    assertThat(two.calls).hasSize(1);
    two.answer();
    time.runAll();
    assertThat(repeatable).isCompletedWithValue("two");
    assertThat(ref.status().abandoned()).isEqualTo(2);
  }

  @Test
  void ignoresALateAnswerOfAnOldInstance() {
    ref.bind(one);
    // A plugin that does not hand out its own future cannot be cancelled.
    var inner = new CompletableFuture<String>();
    var future =
        ref.call((toy, left) -> toy == one ? inner.thenApply(v -> v) : toy.work(left), LONG);
    ref.withdraw(one).await(time.now());
    ref.bind(two);
    time.runAll();
    inner.complete("late");
    time.runAll();
    assertThat(future).isNotDone();
    two.answer();
    time.runAll();
    assertThat(future).isCompletedWithValue("two");
  }

  @Test
  void doesNotStartACallThatWasAbandonedBeforeItsTurn() {
    var future = call();
    ref.bind(one); // The parked call is queued for "one" and has not run.
    ref.withdraw(one).await(time.now());
    ref.bind(two);
    time.runAll();
    assertThat(one.calls).isEmpty();
    two.answer();
    time.runAll();
    assertThat(future).isCompletedWithValue("two");
  }

  @Test
  void cancelsWhatAPluginStartsWhileItIsGivenUp() {
    ref.bind(one);
    var future =
        ref.callOnce(
            (toy, left) -> {
              ref.withdraw(one).await(time.now());
              return toy.work(left);
            },
            LONG);
    time.runAll();
    failed(future, Code.UNKNOWN_OUTCOME);
    assertThat(one.last()).isCancelled();
  }

  @Test
  void neverWaitsLongerThanTheTimeout() {
    ref.bind(one);
    var future = call();
    time.pass(LONG.plus(FutureCalls.GRACE).minusNanos(1));
    time.runAll();
    assertThat(future).isNotDone();
    time.pass(Duration.ofNanos(1));
    time.runAll();
    failed(future, Code.TIMEOUT);
    assertThat(one.last()).isCancelled();
    assertThat(ref.status().inFlight()).isZero();
  }

  @Test
  void cancellingReachesThePlugin() {
    var parked = call();
    parked.cancel(true);
    assertThat(ref.status().parked()).isZero();
    ref.bind(one);
    var future = call();
    future.cancel(true);
    assertThat(one.last()).isCancelled();
    assertThat(ref.status().inFlight()).isZero();
    var going = call();
    ref.withdraw(one);
    going.cancel(true);
    assertThat(one.last()).isCancelled();
    assertThat(ref.status().parked()).isZero();
    assertThat(time.alarms()).isZero();
  }

  @Test
  void replacesAnInstanceThatIsStillThereWithoutAGap() {
    ref.bind(one);
    var old = call();
    var drain = ref.bind(two);
    var fresh = call();
    two.answer();
    one.answer();
    time.runAll();
    assertThat(old).isCompletedWithValue("one");
    assertThat(fresh).isCompletedWithValue("two");
    assertThat(drain.await(time.now())).isZero();
    assertThat(ref.status().lastGap()).isZero();
    assertThat(ref.withdraw(one)).isSameAs(Swappable.Drain.NONE);
    assertThat(ref.status().bound()).isTrue();
  }

  @Test
  void measuresTheGap() {
    ref.bind(one);
    ref.withdraw(one);
    time.pass(Duration.ofMillis(7));
    ref.bind(two);
    assertThat(ref.status().lastGap()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void closingEndsEverything() {
    var parked = call();
    ref.close();
    time.runAll();
    failed(parked, Code.CLOSED);
    failed(call(), Code.CLOSED);
    assertThat(ref.bind(one)).isSameAs(Swappable.Drain.NONE);
    assertThat(ref.status().bound()).isFalse();
    assertThatThrownBy(() -> ref.run((toy, left) -> toy.name, LONG))
        .isInstanceOf(PluginException.class);
  }

  @Test
  void closingAbandonsCallsInFlight() {
    ref.bind(one);
    var future = call();
    Thread.currentThread().interrupt(); // Do not wait for the drain limit.
    ref.close();
    assertThat(Thread.interrupted()).isTrue();
    time.runAll();
    failed(future, Code.CLOSED);
  }

  @Test
  void runsBlockingCallsAndRepeatsThem() {
    ref.bind(one);
    String first = ref.run((toy, left) -> toy.name, LONG);
    assertThat(first).isEqualTo("one");
    String answer =
        ref.run(
            (toy, left) -> {
              if (toy == one) {
                ref.withdraw(one);
                ref.bind(two);
                throw new IllegalStateException("closed");
              }
              return toy.name;
            },
            LONG);
    assertThat(answer).isEqualTo("two");
    assertThatThrownBy(
            () ->
                ref.runOnce(
                    (toy, left) -> {
                      ref.withdraw(two);
                      throw new IllegalStateException("begun");
                    },
                    LONG))
        .hasMessage("begun");
  }

  @Test
  void blockingCallsWaitForAnInstance() throws InterruptedException {
    var answer = new AtomicReference<String>();
    var caller = new Thread(() -> answer.set(ref.runOnce((toy, left) -> toy.name, LONG)));
    caller.start();
    while (ref.status().parked() == 0) {
      Thread.onSpinWait();
    }
    ref.bind(one);
    caller.join();
    assertThat(answer).hasValue("one");
    assertThat(ref.status().parked()).isZero();
  }

  @Test
  void blockingCallsGiveUpWhenInterruptedOrLate() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ref.run((toy, left) -> toy.name, LONG))
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> ref.run((toy, left) -> toy.name, Duration.ZERO))
        .isInstanceOf(PluginException.class);
  }
}
