/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

/** How the core signs for a chain. The forms of key, message and signature are ours. */
public enum SignatureScheme {
  /** Ed25519. Key 32 bytes; message of any length; signature 64 bytes. */
  ED25519(64),
  /**
   * ECDSA over secp256k1. Key 33 bytes (compressed); message a 32-byte digest; signature r, s (low)
   * and recovery id, 65 bytes.
   */
  SECP256K1(65),
  /** ECDSA over P-256. Key 33 bytes (compressed); message a 32-byte digest; signature r and s. */
  P256(64),
  /**
   * SM2 with SM3 and the default identity. Key 33 bytes (compressed); message of any length;
   * signature r and s.
   */
  SM2(64);

  private final int signatureSize;

  SignatureScheme(int signatureSize) {
    this.signatureSize = signatureSize;
  }

  /** Bytes of a signature. */
  public int signatureSize() {
    return signatureSize;
  }

  /** Bytes of a public key. */
  public int keySize() {
    return this == ED25519 ? 32 : 33;
  }
}
