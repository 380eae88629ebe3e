/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.RefStatus;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The book-keeping of a {@link Swappable}: which instance is in service, and which calls wait for
 * one. Every method but {@link #now}, {@link #remaining} and {@link #absent} is called with the
 * lock held; no code of plugins or callers runs meanwhile.
 */
final class Seat<S> {
  final String name;
  final SwapLimits limits;
  final SwapEnvironment environment;

  final ReentrantLock lock = new ReentrantLock();

  /** An instance came, or the seat was closed. */
  final Condition changed = lock.newCondition();

  /** A slot lost its last call. */
  final Condition drained = lock.newCondition();

  final Set<FutureCall<S, ?>> parked = new LinkedHashSet<>();

  /** Blocking calls that wait for an instance. */
  int waiting;

  @Nullable Slot<S> current;
  boolean closed;
  long repeated;
  long abandoned;

  private boolean occupiedBefore;
  private long vacantSince;
  private long swaps;
  private long lastGap;

  Seat(String name, SwapLimits limits, SwapEnvironment environment) {
    this.name = name;
    this.limits = limits;
    this.environment = environment;
  }

  /** Why a new call cannot enter {@code slot}, or be parked if that is null; null if it can. */
  @Nullable PluginException refusal(@Nullable Slot<S> slot) {
    if (closed) {
      return closedError();
    }
    if (slot == null && parked.size() + waiting >= limits.parked()) {
      return new PluginException(
          Code.OVERLOADED,
          "'" + name + "' is absent and " + limits.parked() + " calls wait for it: try later");
    }
    if (slot != null && slot.inFlight.size() >= limits.inFlight()) {
      return new PluginException(
          Code.OVERLOADED,
          "'" + name + "' has " + limits.inFlight() + " calls under way: try later");
    }
    return null;
  }

  /** Where a call that failed in {@code slot} may go on: null = nowhere yet. */
  @Nullable Slot<S> next(@Nullable Slot<S> slot) {
    return current == slot ? null : current;
  }

  /** Takes a call out of its slot; false if it was no longer there. */
  boolean leave(Object call, Slot<S> slot) {
    boolean removed = slot.inFlight.remove(call);
    if (removed && slot.inFlight.isEmpty()) {
      drained.signalAll();
    }
    return removed;
  }

  /** Puts an instance into service; the seat is vacant. */
  void occupy(Slot<S> slot) {
    if (occupiedBefore) {
      swaps++;
      lastGap = now() - vacantSince;
    }
    occupiedBefore = true;
    current = slot;
    changed.signalAll();
  }

  /** Takes the present instance, if there is one, out of service. */
  @Nullable Slot<S> vacate() {
    Slot<S> slot = current;
    if (slot != null) {
      slot.withdrawn = true;
      current = null;
      vacantSince = now();
    }
    return slot;
  }

  RefStatus status() {
    return new RefStatus(
        current != null,
        current == null ? 0 : current.inFlight.size(),
        parked.size() + waiting,
        swaps,
        repeated,
        abandoned,
        Duration.ofNanos(lastGap));
  }

  long now() {
    return environment.nanoTime().getAsLong();
  }

  Duration remaining(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - now()));
  }

  PluginException absent() {
    return new PluginException(
        Code.UNAVAILABLE,
        "'" + name + "' is absent and did not come in time: see plugin:list and sluice:doctor");
  }

  PluginException closedError() {
    return new PluginException(Code.CLOSED, "the reference to '" + name + "' is closed");
  }
}
