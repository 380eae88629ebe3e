/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Runs what starts or stops a plugin's bundle, and with it the plugin's own code, which may block.
 * Code that is not back in time is interrupted; if it does not heed that, it is left behind on its
 * daemon thread, and the framework refuses further work on that bundle until the node restarts.
 */
final class Lifecycle {
  /** How long interrupted code is given to come back. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Duration limit;

  Lifecycle(Duration limit) {
    this.limit = limit;
  }

  /** A start, stop or removal. */
  interface Step {
    void run() throws BundleException;
  }

  /**
   * Runs a step.
   *
   * @param what is done to the bundle, as a word: "start"
   * @throws BundleException what the step throws
   * @throws PluginException with {@link Code#TIMEOUT} if it did not end within the limit
   */
  void run(String what, Bundle bundle, Step step) throws BundleException {
    var task =
        new FutureTask<Void>(
            () -> {
              step.run();
              return null;
            });
    Thread thread =
        Threads.daemon(task, "sluice-plugin-" + what + "-" + PluginRegistry.symbolicName(bundle));
    thread.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      join(thread);
      throw new PluginException(
          Code.TIMEOUT,
          PluginRegistry.symbolicName(bundle)
              + " did not "
              + what
              + " within "
              + limit.toMillis()
              + " ms (start.limit.ms)"
              + (thread.isAlive() ? ", and is stuck until the node restarts" : ""),
          e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new PluginException(Code.BUSY, "interrupted during the " + what, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BundleException failed) {
        throw failed;
      }
      if (e.getCause() instanceof PluginException refused) {
        throw refused;
      }
      throw new BundleException(what + " failed: " + e.getCause(), e.getCause());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a framework's exception says, and the plugin's own beneath it. */
  static String why(Throwable e) {
    Throwable cause = e instanceof BundleException ? e.getCause() : null;
    return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + cause;
  }
}
