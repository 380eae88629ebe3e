/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.List;
import java.util.Optional;

/**
 * The settings of an instance.
 *
 * @param pid of the configuration; its file in {@code etc} has this name
 * @param factoryPid what it is an instance of; empty if there is only one
 * @param settings as the plugin describes them, then those it does not describe
 */
public record ConfigurationInfo(String pid, Optional<String> factoryPid, List<Setting> settings) {
  /** Shown instead of a secret. */
  public static final String HIDDEN = "********";

  public ConfigurationInfo {
    settings = List.copyOf(settings);
  }

  /**
   * One setting.
   *
   * @param key in the file
   * @param value now; {@value ConfigurationInfo#HIDDEN} for a secret; empty = not set
   * @param defaultValue when it is not set; empty = none
   * @param description for people; empty = none
   */
  public record Setting(
      String key, Optional<String> value, Optional<String> defaultValue, String description) {}
}
