/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

/** What a {@link SimulatedDisk} can be told to do. */
public enum Fault {
  /**
   * The operation fails with an input/output error and does nothing. A failed force drops part of
   * what it should have written, for good, as Linux does: the next force succeeds without it.
   */
  ERROR,

  /** A write puts a part of its bytes and fails; other operations fail as with {@link #ERROR}. */
  SHORT_WRITE,

  /** A write puts a part of its bytes and fails because the disk is full. */
  NO_SPACE,

  /**
   * The power goes in the middle of the operation. Everything fails until {@link
   * SimulatedDisk#restart()}.
   */
  POWER_LOSS
}
