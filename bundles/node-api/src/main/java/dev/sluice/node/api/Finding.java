/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node.api;

import java.time.Instant;

/**
 * One thing the node knows about its own health.
 *
 * @param name stable name of the check, e.g. {@code disk}
 * @param level how bad it is
 * @param since when the check entered this level
 * @param why what was seen, one line
 * @param next what to do about it; empty when all is well
 */
public record Finding(String name, Level level, Instant since, String why, String next) {
  /** Ordered from harmless to bad. */
  public enum Level {
    /** Works. */
    OK,
    /** Works, an operator should look. */
    WARN,
    /** Something does not work. */
    CRITICAL
  }
}
