/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

/** What a secret is. The numbers are part of the file format. */
public enum SecretKind {
  /** The 32-byte seed of an Ed25519 key pair. */
  ED25519_SEED(1, 32, 32),
  /** The 32-byte secret key of a CURVE (Curve25519) key pair. */
  CURVE_SECRET(2, 32, 32),
  /** Anything else: a token, a password, another chain's key. */
  OPAQUE(3, 1, 4096);

  private final int code;
  private final int minSize;
  private final int maxSize;

  SecretKind(int code, int minSize, int maxSize) {
    this.code = code;
    this.minSize = minSize;
    this.maxSize = maxSize;
  }

  int code() {
    return code;
  }

  /** The fewest bytes of a secret of this kind. */
  public int minSize() {
    return minSize;
  }

  /** The most bytes of a secret of this kind. */
  public int maxSize() {
    return maxSize;
  }
}
