/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** Why a cryptographic input was refused. The numbers are stable. */
public enum CryptoError {
  /** A public key that is not canonical, not on the curve or outside the prime-order subgroup. */
  INVALID_PUBLIC_KEY(1),
  /** A secret key of the wrong length or outside its range. */
  INVALID_SECRET_KEY(2),
  /** A signature or message hash of the wrong length, or with a number outside its range. */
  MALFORMED_SIGNATURE(3),
  /** More items than a bound allows. */
  TOO_MANY(4);

  private final int code;

  CryptoError(int code) {
    this.code = code;
  }

  /** The stable number. */
  public int code() {
    return code;
  }
}
