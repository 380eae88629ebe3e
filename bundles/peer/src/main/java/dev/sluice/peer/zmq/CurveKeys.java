/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Curve25519;
import dev.sluice.peer.api.PeerKey;
import java.security.SecureRandom;

/**
 * A Curve25519 key pair.
 *
 * @param key the public half
 * @param secret the secret half, 32 bytes
 */
public record CurveKeys(PeerKey key, Bytes secret) {
  /** The pair of a secret key. */
  public static CurveKeys ofSecret(byte[] secret) {
    return new CurveKeys(new PeerKey(Bytes.of(Curve25519.publicKey(secret))), Bytes.of(secret));
  }

  /** A new pair. */
  public static CurveKeys generate(SecureRandom random) {
    return ofSecret(Curve25519.generateSecretKey(random));
  }

  /** Shows the public half only. */
  @Override
  public String toString() {
    return "CurveKeys[" + key + "]";
  }
}
