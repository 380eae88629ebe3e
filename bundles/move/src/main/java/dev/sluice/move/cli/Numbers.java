/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

/** Numbers on the command line. */
final class Numbers {
  private Numbers() {}

  /** A number from 0 to 2^63 - 1, digits with underscores. */
  static long parse(String text) {
    try {
      long number = Long.parseLong(text.replace("_", ""));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("not a number from 0 to " + Long.MAX_VALUE + ": " + text);
  }
}
