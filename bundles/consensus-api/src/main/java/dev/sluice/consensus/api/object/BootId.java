/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/**
 * Drawn at random at each start of a process, so that two processes with one key are told apart.
 */
public final class BootId extends FixedBytes {
  /** Number of bytes. */
  public static final int LENGTH = 16;

  BootId(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not {@link #LENGTH}
   */
  public static BootId of(byte[] bytes) {
    return new BootId(bytes.clone());
  }
}
