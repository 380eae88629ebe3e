/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of calls, answers, refusals, hangs, swaps and time, in one thread and by seed.
 * What was promised is checked after each.
 */
class SwappableHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("sluice.histories", 2_000);
  private static final int STEPS = 120;

  @Test
  void noCallIsLostOrDoneTwice() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      new History(seed).play();
    }
  }

  /** What a plugin was asked to do and has not answered. */
  private record Job(int call, CompletableFuture<Integer> answer) {}

  private record Promise(boolean once, CompletableFuture<Integer> future) {}

  private static final class Plugin {
    final List<Job> jobs = new ArrayList<>();
  }

  private static final class History {
    private final int seed;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final List<String> faults = new ArrayList<>();
    private final Swappable<Plugin> ref;
    private final SwapLimits limits;
    private final List<Promise> promises = new ArrayList<>();

    /** How often each call was carried out. */
    private final Map<Integer, Integer> done = new HashMap<>();

    /** Those carried out at least once, as an idempotent plugin knows them. */
    private final List<Job> oldJobs = new ArrayList<>();

    private @Nullable Plugin present;

    History(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.time.withRaces(random);
      this.limits =
          new SwapLimits(
              Duration.ofMillis(random.nextInt(50)),
              random.nextInt(6),
              1 + random.nextInt(6),
              Duration.ofMillis(10));
      this.ref = new Swappable<>("s" + seed, limits, time.environment());
    }

    void play() {
      for (int i = 0; i < STEPS; i++) {
        step();
        if (ref.status().parked() > limits.parked()) {
          throw new AssertionError("too many parked, seed " + seed);
        }
      }
      settle();
      assertThat(faults).isEmpty();
      for (int call = 0; call < promises.size(); call++) {
        check(call);
      }
      assertThat(ref.status().inFlight()).as("seed %s", seed).isZero();
      assertThat(ref.status().parked()).as("seed %s", seed).isZero();
      assertThat(time.alarms()).as("alarms, seed %s", seed).isZero();
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> submit();
        case 3 -> answer(Answer.DONE);
        case 4 -> answer(Answer.values()[random.nextInt(Answer.values().length)]);
        case 5 -> time.runOne();
        case 6 -> time.pass(Duration.ofMillis(random.nextInt(20)));
        case 7 -> bind();
        case 8 -> withdraw();
        default -> lateAnswer();
      }
    }

    private void submit() {
      int call = promises.size();
      boolean once = random.nextBoolean();
      var timeout = Duration.ofMillis(random.nextInt(200));
      CompletableFuture<Integer> future =
          once
              ? ref.callOnce((plugin, left) -> begin(plugin, call), timeout)
              : ref.call((plugin, left) -> begin(plugin, call), timeout);
      promises.add(new Promise(once, future));
      long deadline = time.now() + timeout.toNanos();
      var unused =
          future.whenComplete(
              (value, error) -> {
                if (error instanceof PluginException p
                    && p.code() == Code.TIMEOUT
                    && time.now() < deadline) {
                  faults.add("call " + call + " of seed " + seed + " timed out too early");
                }
              });
      if (random.nextInt(12) == 0) {
        future.cancel(true);
      }
    }

    private CompletableFuture<Integer> begin(Plugin plugin, int call) {
      if (call < promises.size() && promises.get(call).future().isDone()) {
        throw new AssertionError("call " + call + " of seed " + seed + " started after its end");
      }
      if (plugin.jobs.stream().anyMatch(job -> job.call() == call && !job.answer().isDone())) {
        throw new AssertionError("call " + call + " of seed " + seed + " is there twice");
      }
      if (random.nextInt(10) == 0) {
        throw new RejectedExecutionException("stopping");
      }
      CompletableFuture<Integer> answer =
          random.nextInt(6) == 0 ? new Stubborn(call) : new CompletableFuture<>();
      if (random.nextInt(5) == 0) {
        carryOut(call);
        answer.complete(call);
      } else {
        plugin.jobs.add(new Job(call, answer));
      }
      if (random.nextInt(20) == 0) {
        withdraw(); // The plugin goes, and is given up, while it starts the call.
      }
      // Some plugins hand out a future that cannot reach their work.
      return random.nextInt(3) == 0 ? answer.thenApply(v -> v) : answer;
    }

    /** Has its answer ready at the very moment it is cancelled. */
    private final class Stubborn extends CompletableFuture<Integer> {
      private final int call;
      private final boolean refuses = random.nextBoolean();

      Stubborn(int call) {
        this.call = call;
      }

      @Override
      public boolean cancel(boolean mayInterrupt) {
        if (isDone()) {
          return false;
        }
        if (refuses) {
          completeExceptionally(new RejectedExecutionException("stop"));
        } else {
          carryOut(call);
          complete(call);
        }
        return false;
      }
    }

    private void carryOut(int call) {
      done.merge(call, 1, Integer::sum);
    }

    private enum Answer {
      DONE,
      FAILED_AFTER_DOING,
      FAILED,
      REFUSED
    }

    private void answer(Answer kind) {
      if (present != null && !present.jobs.isEmpty()) {
        Job job = present.jobs.remove(random.nextInt(present.jobs.size()));
        answer(job, kind);
      }
    }

    private void lateAnswer() {
      if (!oldJobs.isEmpty()) {
        answer(
            oldJobs.remove(random.nextInt(oldJobs.size())),
            random.nextBoolean() ? Answer.DONE : Answer.REFUSED);
      }
    }

    private void answer(Job job, Answer kind) {
      if (job.answer().isDone()) {
        return; // Cancelled, which the plugin honours, or answered meanwhile.
      }
      switch (kind) {
        case DONE -> {
          carryOut(job.call());
          job.answer().complete(job.call());
        }
        case FAILED_AFTER_DOING -> {
          carryOut(job.call());
          job.answer().completeExceptionally(new IllegalStateException("answer lost"));
        }
        case FAILED -> job.answer().completeExceptionally(new IllegalStateException("no"));
        case REFUSED -> job.answer().completeExceptionally(new RejectedExecutionException("stop"));
        default -> throw new AssertionError(kind);
      }
    }

    private void bind() {
      Plugin next = new Plugin();
      Plugin old = present;
      Swappable.Drain drain = ref.bind(next);
      if (old != null) {
        leave(old, drain);
      }
      present = next;
    }

    private void withdraw() {
      if (present != null) {
        leave(present, ref.withdraw(present));
        present = null;
      }
    }

    private void leave(Plugin old, Swappable.Drain drain) {
      while (!old.jobs.isEmpty() && random.nextInt(3) > 0) {
        answer(old.jobs.remove(0), random.nextBoolean() ? Answer.DONE : Answer.REFUSED);
      }
      drain.await(time.now()); // The limit is over: what is left is abandoned.
      oldJobs.addAll(old.jobs);
    }

    /** Lets everything come to its end. */
    private void settle() {
      time.runAll();
      time.pass(Duration.ofSeconds(1));
      time.runAll();
    }

    private void check(int call) {
      Promise promise = promises.get(call);
      String what = "call " + call + " of seed " + seed;
      if (!promise.future().isDone()) {
        throw new AssertionError(what + " never ended");
      }
      int times = done.getOrDefault(call, 0);
      if (promise.once() && times > 1) {
        throw new AssertionError(what + " done twice");
      }
      if (promise.future().isCancelled()) {
        return;
      }
      Throwable error = error(promise.future());
      if (error == null) {
        if (times == 0 || promise.future().join() != call) {
          throw new AssertionError(what + " lost");
        }
      } else if (promise.once() && saysNotBegun(error) && times > 0) {
        throw new AssertionError(what + " done and denied");
      }
    }

    private static boolean saysNotBegun(Throwable error) {
      return error instanceof RejectedExecutionException
          || (error instanceof PluginException p
              && (p.code() == Code.UNAVAILABLE || p.code() == Code.OVERLOADED));
    }

    private static @Nullable Throwable error(CompletableFuture<?> future) {
      try {
        future.join();
        return null;
      } catch (CompletionException e) {
        return e.getCause();
      }
    }
  }
}
