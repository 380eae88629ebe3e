/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** A public key: Ed25519 for a transaction key or member key, Curve25519 for a peer key. */
public final class Key extends FixedBytes {
  /** Number of bytes. */
  public static final int LENGTH = 32;

  Key(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws IllegalArgumentException if there are not {@link #LENGTH}
   */
  public static Key of(byte[] bytes) {
    return new Key(bytes.clone());
  }

  /** The key written in hexadecimal. */
  public static Key fromHex(String text) {
    return new Key(dev.sluice.codec.Hex.decode(text));
  }
}
