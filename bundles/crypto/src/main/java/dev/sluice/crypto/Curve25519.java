/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** Key pairs of Curve25519 (RFC 7748), as the CURVE encryption of ZeroMQ uses them. */
public final class Curve25519 {
  /** Bytes of a secret and of a public key. */
  public static final int KEY_SIZE = 32;

  private Curve25519() {}

  /** A new secret key. */
  public static byte[] generateSecretKey(SecureRandom random) {
    byte[] secret = new byte[KEY_SIZE];
    X25519.generatePrivateKey(random, secret);
    return secret;
  }

  /** The public key of a secret key. */
  public static byte[] publicKey(byte[] secretKey) {
    if (secretKey.length != KEY_SIZE) {
      throw new IllegalArgumentException("a secret key has 32 bytes, not " + secretKey.length);
    }
    byte[] publicKey = new byte[KEY_SIZE];
    X25519.scalarMultBase(secretKey, 0, publicKey, 0);
    return publicKey;
  }
}
