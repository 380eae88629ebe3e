/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A lasting reference to one instance of a plugin, which may go, come and be exchanged at any time.
 *
 * <p>While the instance is absent, calls are parked: up to {@link SwapLimits#parked} of them, each
 * up to {@link SwapLimits#park}. When it comes, they are carried out. When it goes, calls in flight
 * have {@link SwapLimits#drain} to end on it; what it refuses with {@link
 * java.util.concurrent.RejectedExecutionException} is carried out on the next instance.
 *
 * <p>A call never waits longer than its time-out, whatever the plugin does. Calls keep no order
 * among each other.
 *
 * <p>A future fails with the plugin's own exception, or with {@link PluginException}: {@link
 * PluginException.Code#UNAVAILABLE} no instance came in time, {@link
 * PluginException.Code#OVERLOADED} too many calls, {@link PluginException.Code#TIMEOUT} the plugin
 * did not answer, {@link PluginException.Code#UNKNOWN_OUTCOME} (only {@link #callOnce}) the
 * instance went without an answer, {@link PluginException.Code#CLOSED}.
 *
 * <p>Thread-safe. A {@link PluginCall} runs on the caller's thread, or on a thread of the node
 * after it was parked; it must not block, and neither must what depends on the future. The future
 * is never completed on a thread of the plugin; cancelling it cancels the plugin's future.
 *
 * @param <S> the plugin interface
 */
@ProviderType
public interface PluginRef<S> extends AutoCloseable {
  /** Name of the instance. */
  String instance();

  /**
   * Makes a call that may be repeated, as every method of a plugin interface may unless it says
   * otherwise. When the instance goes before it has answered, or fails while it goes, the call is
   * repeated on the next one.
   *
   * @param timeout longest time until the future is done, parking and repeats included
   */
  <T> CompletableFuture<T> call(PluginCall<S, T> call, Duration timeout);

  /**
   * Makes a call that is carried out at most once: it is repeated only when the instance says that
   * it did not begin it.
   *
   * @param timeout longest time until the future is done, parking included
   */
  <T> CompletableFuture<T> callOnce(PluginCall<S, T> call, Duration timeout);

  /**
   * Carries out a blocking call on the caller's thread, repeated as with {@link #call}. The
   * time-out bounds the wait for an instance and the start of a repeat; nothing can bound a plugin
   * that blocks for longer.
   *
   * @throws PluginException as the futures of {@link #call}
   */
  <T> T run(PluginTask<S, T> task, Duration timeout);

  /**
   * Carries out a blocking call on the caller's thread at most once, as with {@link #callOnce}. A
   * plugin interface that says "not begun" by an exception of its own needs it turned into {@link
   * java.util.concurrent.RejectedExecutionException} in the task.
   *
   * @throws PluginException as the futures of {@link #callOnce}
   */
  <T> T runOnce(PluginTask<S, T> task, Duration timeout);

  /** How the reference stands now. */
  RefStatus status();

  /**
   * Ends the reference: parked calls fail at once, those in flight after {@link SwapLimits#drain}
   * at the latest. Waits for them.
   */
  @Override
  void close();
}
