/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Time that moves, and work that runs, only when a test says so. One thread. */
final class ManualTime extends AbstractExecutorService implements ScheduledExecutorService {
  private final PriorityQueue<Task> timers =
      new PriorityQueue<>(Comparator.comparingLong((Task t) -> t.at).thenComparing(t -> t.order));
  private final Queue<Runnable> work = new ArrayDeque<>();
  private long now = 1_000_000_000_000L;
  private long orders;

  /** Says of each timer that is cancelled whether it had just gone off; null = it never had. */
  private @Nullable Random races;

  /** Lets some timers go off at the moment at which they are cancelled. */
  ManualTime withRaces(Random random) {
    races = random;
    return this;
  }

  SwapEnvironment environment() {
    return new SwapEnvironment(() -> now, this, work::add);
  }

  long now() {
    return now;
  }

  int queued() {
    return work.size();
  }

  /** Timers that are set and not cancelled. */
  long alarms() {
    return timers.stream().filter(t -> !t.isCancelled()).count();
  }

  /** Runs one piece of queued work, if there is one. */
  boolean runOne() {
    Runnable next = work.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  void runAll() {
    while (runOne()) {
      // until the queue is empty
    }
  }

  /** Moves time on, with every timer that comes due, without running queued work. */
  void pass(Duration time) {
    long until = now + time.toNanos();
    for (Task next = timers.peek(); next != null && next.at <= until; next = timers.peek()) {
      timers.poll();
      now = Math.max(now, next.at);
      next.run();
    }
    now = until;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    var task = new Task(command, now + unit.toNanos(delay), orders++);
    timers.add(task);
    return task;
  }

  private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long at;
    private final long order;

    Task(Runnable command, long at, long order) {
      super(command, null);
      this.at = at;
      this.order = order;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (races != null && !isDone() && timers.contains(this) && races.nextInt(8) == 0) {
        timers.remove(this);
        work.add(this); // Its thread has started and waits for a lock.
        return false;
      }
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable command) {
    work.add(command);
  }

  @Override
  public void shutdown() {
    // Nothing to stop.
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks) {
    throw new UnsupportedOperationException();
  }
}
