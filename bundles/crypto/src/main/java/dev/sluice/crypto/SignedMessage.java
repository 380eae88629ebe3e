/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/**
 * A signature to be checked. The arrays are neither copied nor checked here: they must not change
 * while a verification runs.
 */
public final class SignedMessage {
  private final PreparedKey key;
  private final byte[] message;
  private final byte[] signature;

  /** A signature that {@code key} is said to have made over {@code message}. */
  public SignedMessage(PreparedKey key, byte[] message, byte[] signature) {
    this.key = key;
    this.message = message;
    this.signature = signature;
  }

  PreparedKey key() {
    return key;
  }

  byte[] message() {
    return message;
  }

  byte[] signature() {
    return signature;
  }
}
