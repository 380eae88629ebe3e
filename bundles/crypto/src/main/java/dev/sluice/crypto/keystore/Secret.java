/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.util.Arrays;

/**
 * A copy of a secret taken from a keystore. Close it after use: that overwrites it. Not
 * thread-safe.
 */
public final class Secret implements AutoCloseable {
  private final SecretKind kind;
  private final byte[] bytes;
  private boolean closed;

  /**
   * Copies the bytes.
   *
   * @throws KeystoreException {@link KeystoreError#INVALID_ENTRY} if the kind does not have that
   *     size
   */
  public Secret(SecretKind kind, byte[] bytes) {
    if (bytes.length < kind.minSize() || bytes.length > kind.maxSize()) {
      throw new KeystoreException(
          KeystoreError.INVALID_ENTRY,
          "A secret of kind %s has %d to %d bytes, this one has %d"
              .formatted(kind, kind.minSize(), kind.maxSize(), bytes.length));
    }
    this.kind = kind;
    this.bytes = bytes.clone();
  }

  /** What it is. */
  public SecretKind kind() {
    return kind;
  }

  /** A copy of the bytes, which the caller overwrites after use. */
  public byte[] toBytes() {
    if (closed) {
      throw new IllegalStateException("This secret has been closed");
    }
    return bytes.clone();
  }

  int size() {
    return bytes.length;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Shows the kind only. */
  @Override
  public String toString() {
    return "Secret[" + kind + "]";
  }
}
