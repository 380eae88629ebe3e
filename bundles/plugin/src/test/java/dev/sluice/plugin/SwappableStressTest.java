/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads: callers, a plugin with its own pool, and someone who swaps it all the time. */
@Timeout(60)
class SwappableStressTest {
  private static final int CALLS = 20_000;
  private static final int CALLERS = 4;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final AtomicIntegerArray done = new AtomicIntegerArray(CALLS);

  @AfterEach
  void stopThreads() {
    timer.shutdownNow();
    executor.shutdownNow();
  }

  /** Works on its own two threads; stops as the plugin interfaces demand. */
  private final class Plugin {
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    CompletableFuture<Integer> work(int call) {
      var future = new CompletableFuture<Integer>();
      pool.execute(
          () -> {
            done.incrementAndGet(call);
            future.complete(call);
          });
      return future;
    }

    int workHere(int call) {
      if (pool.isShutdown()) {
        throw new RejectedExecutionException("stopping");
      }
      return done.incrementAndGet(call) > 0 ? call : -1;
    }

    void stop() {
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCallIsDoneExactlyOnceWhilePluginsComeAndGo(long seed) throws Exception {
    timer.setRemoveOnCancelPolicy(true);
    var limits = new SwapLimits(Duration.ofSeconds(20), CALLS, CALLS, Duration.ofSeconds(20));
    var ref =
        new Swappable<Plugin>(
            "toy", limits, new SwapEnvironment(System::nanoTime, timer, executor));
    var over = new AtomicBoolean();
    var swapper = new Thread(() -> swap(ref, new Random(seed), over));
    swapper.start();

    var callers = new ArrayList<Thread>();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    var window = new Semaphore(200);
    for (int i = 0; i < CALLS; i++) {
      futures.add(new CompletableFuture<>());
    }
    for (int c = 0; c < CALLERS; c++) {
      int first = c;
      callers.add(
          new Thread(
              () -> {
                for (int call = first; call < CALLS; call += CALLERS) {
                  make(ref, call, futures.get(call), window);
                }
              }));
    }
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    for (int call = 0; call < CALLS; call++) {
      assertThat(futures.get(call).get(20, TimeUnit.SECONDS)).isEqualTo(call);
    }
    over.set(true);
    swapper.join();
    for (int call = 0; call < CALLS; call++) {
      assertThat(done.get(call)).as("executions of call %s", call).isEqualTo(1);
    }
    assertThat(ref.status().swaps()).isGreaterThan(10);
    assertThat(ref.status().abandoned()).isZero();
    assertThat(ref.status().parked()).isZero();
    assertThat(timer.getQueue()).isEmpty();
  }

  private static void make(
      Swappable<Plugin> ref, int call, CompletableFuture<Integer> future, Semaphore window) {
    Duration timeout = Duration.ofSeconds(30);
    if (call % 3 == 0) {
      future.complete(ref.runOnce((plugin, left) -> plugin.workHere(call), timeout));
      return;
    }
    window.acquireUninterruptibly();
    var unused =
        ref.callOnce((plugin, left) -> plugin.work(call), timeout)
            .whenComplete(
                (value, error) -> {
                  window.release();
                  if (error == null) {
                    future.complete(value);
                  } else {
                    future.completeExceptionally(error);
                  }
                });
  }

  private void swap(Swappable<Plugin> ref, Random random, AtomicBoolean over) {
    Plugin present = new Plugin();
    ref.bind(present);
    long drain = Duration.ofSeconds(20).toNanos();
    while (!over.get()) {
      pause(random.nextInt(2_000));
      Plugin next = new Plugin();
      Plugin old = present;
      switch (random.nextInt(3)) {
        case 0 -> {
          // The old one goes before the new one comes.
          var going = ref.withdraw(old);
          going.await(System.nanoTime() + drain);
          old.stop();
          pause(random.nextInt(1_000));
          ref.bind(next);
        }
        case 1 -> {
          // The new one is there first.
          ref.bind(next).await(System.nanoTime() + drain);
          old.stop();
        }
        default -> {
          // The old one refuses work before it is taken out of service.
          old.stop();
          pause(random.nextInt(500));
          ref.withdraw(old).await(System.nanoTime() + drain);
          ref.bind(next);
        }
      }
      present = next;
    }
    ref.withdraw(present).await(System.nanoTime() + drain);
    present.stop();
  }

  private static void pause(int micros) {
    long until = System.nanoTime() + micros * 1_000L;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
