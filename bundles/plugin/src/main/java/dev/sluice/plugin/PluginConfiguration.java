/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of this bundle; the file is {@code sluice.plugin.cfg}. */
@ObjectClassDefinition(name = "Sluice plugins", description = "How plugins are kept and exchanged")
@interface PluginConfiguration {
  /** Where jars are kept. */
  @AttributeDefinition(
      name = "Directory",
      description = "Where the jars of managed plugins are kept; relative to the data directory")
  String directory() default "plugins";

  /** Largest jar. */
  @AttributeDefinition(
      name = "Largest jar",
      description = "Largest plugin jar, in bytes, 1024 to 1073741824")
  long max_jar_bytes() default 64L << 20;

  /** Most managed plugins. */
  @AttributeDefinition(name = "Most plugins", description = "Most managed plugins, 1 to 1000")
  int max_plugins() default 100;

  /** Versions kept. */
  @AttributeDefinition(
      name = "Versions kept",
      description = "Earlier versions kept of each plugin, 0 to 20")
  int previous_versions() default 3;

  /** Take-over limit. */
  @AttributeDefinition(
      name = "Take-over limit",
      description =
          "How long an updated plugin may take until it offers what it offered before, in"
              + " milliseconds, 0 to 60000; after that the old version comes back")
  long takeover_limit_ms() default 3_000;

  /** Start limit. */
  @AttributeDefinition(
      name = "Start limit",
      description =
          "How long a plugin's own code may take to start or to stop, in milliseconds, 100 to"
              + " 600000; after that it is interrupted")
  long start_limit_ms() default 30_000;

  /** Park limit. */
  @AttributeDefinition(
      name = "Park limit",
      description = "How long a call waits for an absent plugin, in milliseconds, 0 to 600000")
  long park_limit_ms() default 5_000;

  /** Parked calls. */
  @AttributeDefinition(
      name = "Parked calls",
      description = "Most calls that wait for one absent plugin, for each user, 0 to 1000000")
  int parked_calls() default 1_024;

  /** Calls in flight. */
  @AttributeDefinition(
      name = "Calls in flight",
      description = "Most calls under way with one plugin, for each user, 1 to 1000000")
  int calls_in_flight() default 4_096;

  /** Drain limit. */
  @AttributeDefinition(
      name = "Drain limit",
      description =
          "How long a plugin that goes is given to end its calls, in milliseconds, 0 to 60000")
  long drain_limit_ms() default 2_000;
}
