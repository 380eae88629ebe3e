/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** A cryptographic input was refused; {@link #error} says why. */
public final class CryptoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CryptoError error;

  /** Makes an exception; the message names no secret. */
  public CryptoException(CryptoError error, String message) {
    super(message);
    this.error = error;
  }

  /** Why. */
  public CryptoError error() {
    return error;
  }
}
