/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** A hash of 32 bytes, also used for what is named by one: claim ids, assets, state roots. */
public final class Hash extends FixedBytes {
  /** Number of bytes. */
  public static final int LENGTH = 32;

  Hash(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not {@link #LENGTH}
   */
  public static Hash of(byte[] bytes) {
    return new Hash(bytes.clone());
  }

  /** All zero: none. */
  public static final Hash ZERO = new Hash(new byte[LENGTH]);

  /** The hash written in hexadecimal. */
  public static Hash fromHex(String text) {
    return new Hash(dev.sluice.codec.Hex.decode(text));
  }

  /** Whether this is {@link #ZERO}. */
  public boolean isZero() {
    return equals(ZERO);
  }
}
