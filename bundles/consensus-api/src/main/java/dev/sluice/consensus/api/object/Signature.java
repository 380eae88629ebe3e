/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** An Ed25519 signature (or what stands in for one in a simulation). */
public final class Signature extends FixedBytes {
  /** Number of bytes. */
  public static final int LENGTH = 64;

  Signature(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not {@link #LENGTH}
   */
  public static Signature of(byte[] bytes) {
    return new Signature(bytes.clone());
  }
}
