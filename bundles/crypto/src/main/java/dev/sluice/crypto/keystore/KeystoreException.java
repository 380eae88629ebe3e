/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

/** A keystore could not be used; {@link #error} says why. Messages never show a secret. */
public final class KeystoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final KeystoreError error;

  /** Makes an exception. */
  public KeystoreException(KeystoreError error, String message) {
    super(message);
    this.error = error;
  }

  /** Makes an exception with a cause. */
  public KeystoreException(KeystoreError error, String message, Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  /** Why. */
  public KeystoreError error() {
    return error;
  }
}
