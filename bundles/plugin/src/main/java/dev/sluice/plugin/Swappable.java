/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginTask;
import dev.sluice.plugin.api.RefStatus;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link PluginRef} over instances that someone else brings ({@link #bind}) and takes ({@link
 * #withdraw}). Knows nothing of OSGi. Holds its lock only for book-keeping: never while code of a
 * plugin or a caller runs.
 */
final class Swappable<S> implements PluginRef<S> {
  private final Seat<S> seat;
  private final FutureCalls<S> futures;
  private final TaskCalls<S> tasks;

  Swappable(String name, SwapLimits limits, SwapEnvironment environment) {
    this.seat = new Seat<>(name, limits, environment);
    this.futures = new FutureCalls<>(seat);
    this.tasks = new TaskCalls<>(seat);
  }

  /** An instance that went out of service and may still hold calls. */
  interface Drain {
    /** Nothing to wait for. */
    Drain NONE =
        new Drain() {
          @Override
          public int await(long deadline) {
            return 0;
          }

          @Override
          public boolean isOver() {
            return true;
          }
        };

    /**
     * Waits until no call is left with the instance, at most until {@code deadline} (as the
     * environment's {@code nanoTime}), or until the thread is interrupted. Calls that are left then
     * are repeated elsewhere or failed.
     *
     * @return how many were left
     */
    int await(long deadline);

    /** Whether no call is left. */
    boolean isOver();
  }

  @Override
  public String instance() {
    return seat.name;
  }

  SwapLimits limits() {
    return seat.limits;
  }

  @Override
  public <T> CompletableFuture<T> call(PluginCall<S, T> call, Duration timeout) {
    return futures.submit(call, Repeat.ALLOWED, timeout);
  }

  @Override
  public <T> CompletableFuture<T> callOnce(PluginCall<S, T> call, Duration timeout) {
    return futures.submit(call, Repeat.IF_REFUSED, timeout);
  }

  @Override
  public <T> T run(PluginTask<S, T> task, Duration timeout) {
    return tasks.run(task, Repeat.ALLOWED, timeout);
  }

  @Override
  public <T> T runOnce(PluginTask<S, T> task, Duration timeout) {
    return tasks.run(task, Repeat.IF_REFUSED, timeout);
  }

  /**
   * Puts an instance into service, in place of the present one if there is one.
   *
   * @return the present one's drain
   */
  Drain bind(S instance) {
    seat.lock.lock();
    try {
      if (seat.closed) {
        return Drain.NONE;
      }
      Drain drain = drainOf(seat.vacate());
      var slot = new Slot<>(instance);
      seat.occupy(slot);
      futures.release(slot);
      return drain;
    } finally {
      seat.lock.unlock();
    }
  }

  /** Takes an instance out of service if it is in service. New calls are parked from now on. */
  Drain withdraw(S instance) {
    seat.lock.lock();
    try {
      boolean present = seat.current != null && seat.current.instance == instance;
      return present ? drainOf(seat.vacate()) : Drain.NONE;
    } finally {
      seat.lock.unlock();
    }
  }

  private Drain drainOf(@Nullable Slot<S> slot) {
    if (slot == null) {
      return Drain.NONE;
    }
    return new Drain() {
      @Override
      public int await(long deadline) {
        return drain(slot, deadline);
      }

      @Override
      public boolean isOver() {
        seat.lock.lock();
        try {
          return slot.inFlight.isEmpty();
        } finally {
          seat.lock.unlock();
        }
      }
    };
  }

  private int drain(Slot<S> slot, long deadline) {
    var afterwards = new ArrayList<Runnable>();
    int left;
    seat.lock.lock();
    try {
      awaitEmpty(slot, deadline);
      left = slot.inFlight.size();
      seat.abandoned += left;
      for (Object call : List.copyOf(slot.inFlight)) {
        if (call instanceof FutureCall<?, ?>) {
          @SuppressWarnings("unchecked") // Only calls of this seat are in its slots.
          var future = (FutureCall<S, ?>) call;
          afterwards.add(futures.abandon(future, slot));
        } else {
          seat.leave(call, slot); // Its thread finds out when the plugin lets it go.
        }
      }
    } finally {
      seat.lock.unlock();
    }
    afterwards.forEach(Runnable::run);
    return left;
  }

  private void awaitEmpty(Slot<S> slot, long deadline) {
    try {
      while (!slot.inFlight.isEmpty() && deadline - seat.now() > 0) {
        seat.drained.awaitNanos(deadline - seat.now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Who stops the plugin is in a hurry: abandon now.
    }
  }

  @Override
  public RefStatus status() {
    seat.lock.lock();
    try {
      return seat.status();
    } finally {
      seat.lock.unlock();
    }
  }

  @Override
  public void close() {
    shut().await(seat.now() + seat.limits.drain().toNanos());
  }

  /** Refuses all calls from now on; those in flight are left to be drained. */
  Drain shut() {
    Drain drain;
    Runnable refused;
    seat.lock.lock();
    try {
      seat.closed = true;
      drain = drainOf(seat.vacate());
      refused = futures.refuseParked(seat.closedError());
      seat.changed.signalAll();
    } finally {
      seat.lock.unlock();
    }
    refused.run();
    return drain;
  }
}
