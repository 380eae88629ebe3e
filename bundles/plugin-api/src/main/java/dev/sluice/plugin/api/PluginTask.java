/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.time.Duration;

/**
 * What to do with a plugin whose interface blocks. Must keep neither the instance nor anything it
 * handed out.
 *
 * @param <S> the plugin interface
 * @param <T> the result
 */
@FunctionalInterface
public interface PluginTask<S, T> {
  /**
   * Carries out the call.
   *
   * @param instance the plugin in service now
   * @param remaining what is left of the call's time, to hand on as time-out
   */
  T on(S instance, Duration remaining);
}
