/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

/**
 * A place in a chain's history: block number, ledger version or checkpoint, as the chain counts.
 *
 * @param value from 0 up
 */
public record Height(long value) implements Comparable<Height> {
  public Height {
    if (value < 0) {
      throw new IllegalArgumentException("height " + value + " is negative");
    }
  }

  @Override
  public int compareTo(Height other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
