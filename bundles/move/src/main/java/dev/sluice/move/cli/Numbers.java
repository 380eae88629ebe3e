/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

/** Numbers on the command line. */
final class Numbers {
  private Numbers() {}

  static long parse(String text) {
    try {
      return Long.parseUnsignedLong(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new UsageException("not a number: " + text);
    }
  }
}
