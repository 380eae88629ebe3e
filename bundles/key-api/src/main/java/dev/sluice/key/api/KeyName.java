/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import java.util.regex.Pattern;

/**
 * Name of a key of this node.
 *
 * @param value 1 to 64 lower-case letters, digits, {@code .} or {@code -}, starting with a letter
 */
public record KeyName(String value) implements Comparable<KeyName> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

  public KeyName {
    if (!FORM.matcher(value).matches()) {
      throw new KeyException(
          KeyException.Code.INVALID_NAME,
          "key name '" + value + "': 1 to 64 of a-z 0-9 . -, starting with a letter");
    }
  }

  @Override
  public int compareTo(KeyName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
