/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.regex.Pattern;

/**
 * Name of a plugin, the same in every version of it, e.g. {@code chain-aptos}.
 *
 * @param value 1 to 64 lower-case letters, digits or {@code -}, starting with a letter
 */
public record PluginName(String value) implements Comparable<PluginName> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public PluginName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "plugin name '" + value + "': 1 to 64 of a-z 0-9 -, starting with a letter");
    }
  }

  @Override
  public int compareTo(PluginName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
