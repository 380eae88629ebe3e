/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

/**
 * How much work it takes to try a passphrase: parameters of Argon2id (RFC 9106), kept in the file.
 *
 * @param memoryKib memory in KiB, from 8 per lane to {@link #MAX_MEMORY_KIB}
 * @param passes passes over the memory, 1 to {@link #MAX_PASSES}
 * @param lanes 1 to {@link #MAX_LANES}
 */
public record Argon2Parameters(int memoryKib, int passes, int lanes) {
  /** The most memory: 256 MiB. */
  public static final int MAX_MEMORY_KIB = 1 << 18;

  /** The most passes. */
  public static final int MAX_PASSES = 16;

  /** The most lanes. */
  public static final int MAX_LANES = 16;

  /** The second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes. */
  public static final Argon2Parameters RECOMMENDED = new Argon2Parameters(1 << 16, 3, 4);

  /**
   * Checks the bounds.
   *
   * @throws KeystoreException {@link KeystoreError#UNSUPPORTED} outside them
   */
  public Argon2Parameters {
    if (lanes < 1
        || lanes > MAX_LANES
        || passes < 1
        || passes > MAX_PASSES
        || memoryKib < 8 * lanes
        || memoryKib > MAX_MEMORY_KIB) {
      throw new KeystoreException(
          KeystoreError.UNSUPPORTED,
          "Argon2id parameters outside the bounds: %d KiB, %d passes, %d lanes"
              .formatted(memoryKib, passes, lanes));
    }
  }
}
