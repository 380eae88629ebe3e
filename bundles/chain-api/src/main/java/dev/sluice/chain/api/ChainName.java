/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.regex.Pattern;

/**
 * The operator's name for one configured chain, e.g. {@code main} or {@code eth-holesky}.
 *
 * @param value 1 to 40 lower-case letters, digits, {@code -} or {@code _}, starting with a letter
 */
public record ChainName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

  public ChainName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "chain name '" + value + "': 1 to 40 of a-z 0-9 - _, starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
