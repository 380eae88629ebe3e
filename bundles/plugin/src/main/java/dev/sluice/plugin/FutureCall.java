/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One asynchronous call. The fields that change are guarded by the {@link Seat}. */
final class FutureCall<S, T> {
  final PluginCall<S, T> call;
  final Repeat repeat;
  final long deadline;
  final CompletableFuture<T> promise = new CompletableFuture<>();

  /** The slot the call is in; null while it is parked and when it is over. */
  @Nullable Slot<S> slot;

  /** What the plugin returned, to be cancelled. */
  @Nullable CompletableFuture<T> stage;

  /** Ends the wait for an instance or for the answer. */
  @Nullable Future<?> timer;

  /** When the timer goes off; tells an earlier one that could not be stopped any more. */
  long due;

  /** What the last attempt failed with. */
  @Nullable Throwable lastError;

  FutureCall(PluginCall<S, T> call, Repeat repeat, long deadline) {
    this.call = call;
    this.repeat = repeat;
    this.deadline = deadline;
  }

  /** The plugin's future; a failed one if the plugin throws. */
  CompletableFuture<T> start(S instance, Duration remaining) {
    try {
      return call.on(instance, remaining).toCompletableFuture();
    } catch (RuntimeException | LinkageError e) {
      // LinkageError: classes of a bundle that is gone can no longer be loaded.
      return CompletableFuture.failedFuture(e);
    }
  }
}
