/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.toy;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The plugin's threads. Stops as {@code Chain} demands: what has not begun is refused. */
final class ToyWork {
  private static final int THREADS = 4;
  private static final int QUEUE = 4_096;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), ToyWork::thread);
  private final AtomicLong count = new AtomicLong();
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "toy-chain");
    thread.setDaemon(true);
    return thread;
  }

  <T> CompletableFuture<T> submit(Callable<T> work) {
    var future = new CompletableFuture<T>();
    long id = count.incrementAndGet();
    open.put(id, future);
    var unused = future.whenComplete((value, error) -> open.remove(id));
    try {
      pool.execute(() -> run(work, future));
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(
          pool.isShutdown() ? e : new ChainException(Code.OVERLOADED, "toy chain is busy"));
    }
    return future;
  }

  private static <T> void run(Callable<T> work, CompletableFuture<T> future) {
    if (future.isDone()) {
      return;
    }
    try {
      future.complete(work.call());
    } catch (ChainException e) {
      future.completeExceptionally(e);
    } catch (InterruptedException e) {
      future.completeExceptionally(new RejectedExecutionException("toy chain stops", e));
    } catch (Exception e) {
      future.completeExceptionally(
          new ChainException(Code.UNAVAILABLE, "toy chain failed", e.toString()));
    }
  }

  void stop() throws InterruptedException {
    pool.shutdownNow();
    boolean ended = pool.awaitTermination(900, TimeUnit.MILLISECONDS);
    var refusal = new RejectedExecutionException("toy chain stops, ended: " + ended);
    open.values().forEach(future -> future.completeExceptionally(refusal));
  }
}
