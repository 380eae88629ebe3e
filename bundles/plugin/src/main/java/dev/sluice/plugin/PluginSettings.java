/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.SwapLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@link PluginConfiguration}, checked.
 *
 * @param directory where jars are kept
 * @param maxJarBytes largest jar
 * @param maxPlugins most plugins
 * @param previousVersions versions kept before the present one
 * @param takeover how long an updated plugin may take to offer what it offered
 * @param start how long a plugin may take to start or to stop
 * @param limits of references that bring none of their own
 */
record PluginSettings(
    Path directory,
    long maxJarBytes,
    int maxPlugins,
    int previousVersions,
    Duration takeover,
    Duration start,
    SwapLimits limits) {
  /**
   * Reads a configuration.
   *
   * @param data what the directory is relative to
   * @throws IllegalArgumentException with key and value if a value is out of range
   */
  static PluginSettings of(PluginConfiguration c, Path data) {
    return new PluginSettings(
        data.resolve(c.directory()),
        within("max.jar.bytes", c.max_jar_bytes(), 1_024, 1L << 30),
        (int) within("max.plugins", c.max_plugins(), 1, 1_000),
        (int) within("previous.versions", c.previous_versions(), 0, 20),
        Duration.ofMillis(within("takeover.limit.ms", c.takeover_limit_ms(), 0, 60_000)),
        Duration.ofMillis(within("start.limit.ms", c.start_limit_ms(), 100, 600_000)),
        new SwapLimits(
            Duration.ofMillis(within("park.limit.ms", c.park_limit_ms(), 0, 600_000)),
            (int) within("parked.calls", c.parked_calls(), 0, 1_000_000),
            (int) within("calls.in.flight", c.calls_in_flight(), 1, 1_000_000),
            Duration.ofMillis(within("drain.limit.ms", c.drain_limit_ms(), 0, 60_000))));
  }

  private static long within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "sluice.plugin: " + key + " = " + value + " is not in " + least + ".." + most);
    }
    return value;
  }
}
