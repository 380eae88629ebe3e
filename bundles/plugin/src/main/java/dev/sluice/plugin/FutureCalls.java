/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries asynchronous calls to whichever instance is in the {@link Seat}. A call is either in one
 * slot, or parked, or over; each step between them is one critical section, and only who takes a
 * call out of its place may complete it.
 */
final class FutureCalls<S> {
  /** What a plugin is granted beyond a call's time-out, so that its own answer comes first. */
  static final Duration GRACE = Duration.ofMillis(100);

  private final Seat<S> seat;
  private final Executor executor;

  FutureCalls(Seat<S> seat) {
    this.seat = seat;
    this.executor = seat.environment.executor();
  }

  <T> CompletableFuture<T> submit(PluginCall<S, T> function, Repeat repeat, Duration timeout) {
    var call = new FutureCall<>(function, repeat, seat.now() + timeout.toNanos());
    Slot<S> slot;
    seat.lock.lock();
    try {
      slot = seat.current;
      PluginException refusal = seat.refusal(slot);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      if (slot == null) {
        park(call);
      } else {
        call.slot = slot;
        slot.inFlight.add(call);
      }
    } finally {
      seat.lock.unlock();
    }
    var unused =
        call.promise.whenComplete(
            (value, error) -> {
              if (call.promise.isCancelled()) {
                cancel(call);
              }
            });
    if (slot != null) {
      attempt(call, slot);
    }
    return call.promise;
  }

  /** Under the lock. */
  private void park(FutureCall<S, ?> call) {
    call.slot = null;
    call.stage = null;
    seat.parked.add(call);
    alarm(call, Math.min(call.deadline, seat.now() + seat.limits.park().toNanos()));
  }

  /** Enters a call into a slot and has it carried out there. Under the lock. */
  private void send(FutureCall<S, ?> call, Slot<S> slot) {
    call.slot = slot;
    call.stage = null;
    slot.inFlight.add(call);
    alarm(call, call.deadline + GRACE.toNanos());
    executor.execute(() -> attempt(call, slot));
  }

  /** Sends all parked calls to an instance that came. Under the lock. */
  void release(Slot<S> slot) {
    List<FutureCall<S, ?>> calls = List.copyOf(seat.parked);
    seat.parked.clear();
    calls.forEach(call -> send(call, slot));
  }

  private <T> void attempt(FutureCall<S, T> call, Slot<S> slot) {
    if (!isWanted(call, slot)) {
      return;
    }
    CompletableFuture<T> stage = call.start(slot.instance, seat.remaining(call.deadline));
    if (stage.isDone()) {
      onEnd(stage, call, slot, Runnable::run);
      return;
    }
    boolean wanted;
    seat.lock.lock();
    try {
      wanted = call.slot == slot && !call.promise.isDone();
      if (wanted) {
        call.stage = stage;
        if (call.timer == null) {
          alarm(call, call.deadline + GRACE.toNanos());
        }
      }
    } finally {
      seat.lock.unlock();
    }
    onEnd(stage, call, slot, executor);
    if (!wanted) {
      stage.cancel(true);
    }
  }

  private <T> void onEnd(
      CompletableFuture<T> stage, FutureCall<S, T> call, Slot<S> slot, Executor completer) {
    var unused = stage.whenComplete((value, error) -> finish(call, slot, value, error, completer));
  }

  /** Whether the call still is to be started: it may have been cancelled or abandoned meanwhile. */
  private boolean isWanted(FutureCall<S, ?> call, Slot<S> slot) {
    seat.lock.lock();
    try {
      if (call.slot == slot && call.promise.isDone()) {
        leave(call, slot);
      }
      return call.slot == slot;
    } finally {
      seat.lock.unlock();
    }
  }

  /** Under the lock. */
  private boolean leave(FutureCall<S, ?> call, Slot<S> slot) {
    if (!seat.leave(call, slot)) {
      return false;
    }
    call.slot = null;
    quiet(call);
    return true;
  }

  private <T> void finish(
      FutureCall<S, T> call,
      Slot<S> slot,
      @Nullable T value,
      @Nullable Throwable failure,
      Executor completer) {
    Throwable error =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    seat.lock.lock();
    try {
      if (!leave(call, slot)) {
        return; // Abandoned before: a late answer of an old instance.
      }
      if (error != null && repeat(call, slot, error)) {
        return;
      }
    } finally {
      seat.lock.unlock();
    }
    completer.execute(
        () -> {
          if (error == null) {
            call.promise.complete(value);
          } else {
            call.promise.completeExceptionally(error);
          }
        });
  }

  /** Sends a failed call on to the next instance, if it may go there. Under the lock. */
  private boolean repeat(FutureCall<S, ?> call, Slot<S> slot, Throwable error) {
    Slot<S> next = seat.next(slot);
    if (call.promise.isDone()
        || !call.repeat.covers(error, slot.withdrawn)
        || seat.now() - call.deadline >= 0
        || seat.refusal(next) != null) {
      return false;
    }
    seat.repeated++;
    call.lastError = error;
    if (next == null) {
      park(call);
    } else {
      send(call, next);
    }
    return true;
  }

  /** Sets the time at which a call is given up. Under the lock. */
  private void alarm(FutureCall<S, ?> call, long at) {
    quiet(call);
    call.due = at;
    call.timer =
        seat.environment
            .timer()
            .schedule(() -> expire(call), Math.max(0, at - seat.now()), TimeUnit.NANOSECONDS);
  }

  private static void quiet(FutureCall<?, ?> call) {
    if (call.timer != null) {
      call.timer.cancel(false);
      call.timer = null;
    }
  }

  private void expire(FutureCall<S, ?> call) {
    Throwable error;
    CompletableFuture<?> stage;
    seat.lock.lock();
    try {
      if (seat.now() - call.due < 0) {
        return; // Went elsewhere while the timer went off.
      }
      stage = call.stage;
      Slot<S> slot = call.slot;
      if (seat.parked.remove(call)) {
        error = call.lastError == null ? seat.absent() : call.lastError;
      } else if (slot != null && leave(call, slot)) {
        error =
            new PluginException(
                Code.TIMEOUT, "'" + seat.name + "' did not answer in the call's time");
      } else {
        return; // Ended while the timer went off.
      }
    } finally {
      seat.lock.unlock();
    }
    fail(call, error, stage);
  }

  /**
   * Gives up on a call that a withdrawn instance still holds: repeats it elsewhere or fails it.
   * Under the lock; what it returns is run without.
   */
  Runnable abandon(FutureCall<S, ?> call, Slot<S> slot) {
    CompletableFuture<?> stage = call.stage;
    leave(call, slot);
    PluginException error =
        seat.closed
            ? seat.closedError()
            : new PluginException(
                Code.UNKNOWN_OUTCOME,
                "'" + seat.name + "' went before it answered: find out what became of the call");
    if (!repeat(call, slot, error)) {
      return () -> fail(call, error, stage);
    }
    return () -> cancel(stage);
  }

  /** Fails all parked calls. Under the lock; what it returns is run without. */
  Runnable refuseParked(PluginException error) {
    List<FutureCall<S, ?>> calls = List.copyOf(seat.parked);
    seat.parked.clear();
    calls.forEach(FutureCalls::quiet);
    return () -> calls.forEach(call -> fail(call, error, null));
  }

  private void cancel(FutureCall<S, ?> call) {
    CompletableFuture<?> stage;
    seat.lock.lock();
    try {
      if (seat.parked.remove(call)) {
        quiet(call);
      }
      stage = call.stage;
    } finally {
      seat.lock.unlock();
    }
    cancel(stage);
  }

  private void fail(FutureCall<S, ?> call, Throwable error, @Nullable CompletableFuture<?> stage) {
    executor.execute(() -> call.promise.completeExceptionally(error));
    cancel(stage);
  }

  private static void cancel(@Nullable CompletableFuture<?> stage) {
    if (stage != null) {
      stage.cancel(true);
    }
  }
}
