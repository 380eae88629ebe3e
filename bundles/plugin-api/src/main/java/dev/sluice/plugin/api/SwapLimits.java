/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.time.Duration;

/**
 * Bounds of a {@link PluginRef}.
 *
 * @param park longest time a call waits for an absent plugin
 * @param parked most calls that wait for an absent plugin
 * @param inFlight most calls that are with the plugin at one time
 * @param drain longest time a plugin that goes is given to end its calls
 */
public record SwapLimits(Duration park, int parked, int inFlight, Duration drain) {
  /** 5 s, 1,024 calls, 4,096 calls, 2 s. */
  public static final SwapLimits DEFAULT =
      new SwapLimits(Duration.ofSeconds(5), 1_024, 4_096, Duration.ofSeconds(2));

  public SwapLimits {
    if (park.isNegative() || drain.isNegative() || parked < 0 || inFlight < 1) {
      throw new IllegalArgumentException("limits below zero, or no call in flight allowed");
    }
  }
}
