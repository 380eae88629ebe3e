/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Hands things on in order, later while a condition holds. A leader's headers name what its chain
 * view holds, and a follower that has not seen it yet must wait: a leader whose view runs a little
 * behind keeps nobody waiting. Thread-safe.
 */
public final class DelayLine<T> {
  private record Waiting<T>(T item, long due) {}

  private final ScheduledExecutorService timers;
  private final long delayNanos;
  private final BooleanSupplier delayed;
  private final Consumer<T> target;
  private final ArrayDeque<Waiting<T>> line = new ArrayDeque<>();

  /**
   * A line.
   *
   * @param delayMillis how much later while {@code delayed} holds
   */
  public DelayLine(
      ScheduledExecutorService timers,
      long delayMillis,
      BooleanSupplier delayed,
      Consumer<T> target) {
    this.timers = timers;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.delayed = delayed;
    this.target = target;
  }

  /** Takes an item. */
  public synchronized void accept(T item) {
    boolean later = delayed.getAsBoolean();
    line.add(new Waiting<>(item, later ? System.nanoTime() + delayNanos : System.nanoTime()));
    if (!later) {
      // Nothing overtakes what waits: it goes first.
      line.forEach(waiting -> target.accept(waiting.item()));
      line.clear();
      return;
    }
    try {
      var unused = timers.schedule(this::hand, delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      line.clear();
    }
  }

  private synchronized void hand() {
    while (!line.isEmpty() && line.peek().due() - System.nanoTime() <= 0) {
      target.accept(line.remove().item());
    }
  }
}
