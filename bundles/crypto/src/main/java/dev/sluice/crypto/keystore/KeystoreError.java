/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

/** What went wrong with a keystore. The numbers are stable. */
public enum KeystoreError {
  /** There is no file. */
  NOT_FOUND(1),
  /** There is a file already. */
  EXISTS(2),
  /** Others than the owner may read or write the file, or it is not a regular file. */
  EXPOSED(3),
  /** The file is damaged, altered or no keystore. */
  CORRUPT(4),
  /** The passphrase is not the one the file was sealed with. */
  WRONG_PASSPHRASE(5),
  /** The file is whole but of a later version, or asks for more work than the bounds allow. */
  UNSUPPORTED(6),
  /** Another thread or process is changing the file. */
  BUSY(7),
  /** The keystore would hold more than its bounds allow. */
  FULL(8),
  /** A name or the length of a secret is not allowed. */
  INVALID_ENTRY(9),
  /** A passphrase that is empty or not well-formed text. */
  INVALID_PASSPHRASE(10),
  /** The file system failed, or has no owner permissions. */
  IO(11);

  private final int code;

  KeystoreError(int code) {
    this.code = code;
  }

  /** The stable number. */
  public int code() {
    return code;
  }
}
