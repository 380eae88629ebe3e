/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries blocking calls, on their caller's thread, to whichever instance is in the {@link Seat}.
 */
final class TaskCalls<S> {
  private final Seat<S> seat;

  TaskCalls(Seat<S> seat) {
    this.seat = seat;
  }

  <T> T run(PluginTask<S, T> task, Repeat repeat, Duration timeout) {
    long deadline = seat.now() + timeout.toNanos();
    Object token = new Object();
    Slot<S> slot = enter(token, null, null, deadline);
    for (; ; ) {
      RuntimeException error;
      try {
        return task.on(slot.instance, seat.remaining(deadline));
      } catch (RuntimeException e) {
        error = e;
      } catch (LinkageError e) {
        // Classes of a bundle that is gone can no longer be loaded.
        error = new PluginException(Code.UNAVAILABLE, "'" + seat.name + "' went: " + e, e);
      } finally {
        leave(token, slot);
      }
      slot = enterAgain(token, slot, repeat, error, deadline);
    }
  }

  private void leave(Object token, Slot<S> slot) {
    seat.lock.lock();
    try {
      seat.leave(token, slot);
    } finally {
      seat.lock.unlock();
    }
  }

  private Slot<S> enterAgain(
      Object token, Slot<S> failed, Repeat repeat, RuntimeException error, long deadline) {
    seat.lock.lock();
    try {
      if (!repeat.covers(error, failed.withdrawn) || seat.now() - deadline >= 0) {
        throw error;
      }
      seat.repeated++;
      return enter(token, failed, error, deadline);
    } finally {
      seat.lock.unlock();
    }
  }

  /** Waits for an instance other than that of {@code failed} and enters its slot. */
  private Slot<S> enter(
      Object token, @Nullable Slot<S> failed, @Nullable RuntimeException last, long deadline) {
    seat.lock.lock();
    try {
      check(seat.refusal(seat.next(failed)), last);
      await(failed, Math.min(deadline, seat.now() + seat.limits.park().toNanos()));
      Slot<S> slot = seat.next(failed);
      check(seat.closed ? seat.closedError() : slot == null ? seat.absent() : null, last);
      slot.inFlight.add(token);
      return slot;
    } finally {
      seat.lock.unlock();
    }
  }

  private static void check(@Nullable PluginException refusal, @Nullable RuntimeException last) {
    if (refusal != null) {
      throw last == null ? refusal : last;
    }
  }

  /** Until there is an instance, the time is over, or the thread is interrupted. */
  private void await(@Nullable Slot<S> failed, long until) {
    seat.waiting++;
    try {
      while (seat.next(failed) == null && !seat.closed && until - seat.now() > 0) {
        seat.changed.awaitNanos(until - seat.now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      seat.waiting--;
    }
  }
}
