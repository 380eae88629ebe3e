/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 key pair. Signing is deterministic (RFC 8032) and constant-time as far as Bouncy
 * Castle is. Thread-safe. {@link #close} overwrites the seed; signing then fails with an {@link
 * IllegalStateException}.
 */
public final class Ed25519KeyPair implements AutoCloseable {
  private final byte[] seed;
  private final byte[] publicKey;
  private volatile boolean closed;

  private Ed25519KeyPair(byte[] seed) {
    this.seed = seed;
    publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
  }

  /**
   * The pair of a seed, which is copied.
   *
   * @throws CryptoException {@link CryptoError#INVALID_SECRET_KEY} if it has not 32 bytes
   */
  public static Ed25519KeyPair ofSeed(byte[] seed) {
    if (seed.length != Ed25519.SEED_SIZE) {
      throw new CryptoException(
          CryptoError.INVALID_SECRET_KEY,
          "An Ed25519 seed has 32 bytes, this one has " + seed.length);
    }
    return new Ed25519KeyPair(seed.clone());
  }

  /** A new pair. */
  public static Ed25519KeyPair generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519.SEED_SIZE];
    random.nextBytes(seed);
    return new Ed25519KeyPair(seed);
  }

  /** The 32 bytes of the public key. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** A copy of the seed; the caller overwrites it after use. */
  public byte[] seed() {
    checkOpen();
    return seed.clone();
  }

  /** The 64 bytes of the signature over a message. */
  public byte[] sign(byte[] message) {
    checkOpen();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    // A close in between may have left a signature made from half a seed.
    checkOpen();
    return signature;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("This key pair has been closed: its seed is gone");
    }
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(seed, (byte) 0);
  }

  /** Shows the public key only. */
  @Override
  public String toString() {
    return "Ed25519KeyPair[" + HexFormat.of().formatHex(publicKey) + "]";
  }
}
