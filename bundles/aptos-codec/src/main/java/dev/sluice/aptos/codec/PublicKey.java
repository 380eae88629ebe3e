/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * A public key with its kind ({@code AnyPublicKey}).
 *
 * @param scheme the kind
 * @param bytes the key
 */
public record PublicKey(Scheme scheme, Bytes bytes) {
  /** Kinds of keys, in the order of their variant numbers. */
  public enum Scheme {
    /** Ed25519, 32 bytes. */
    ED25519,
    /** ECDSA over secp256k1 and SHA3-256, 65 bytes, uncompressed. */
    SECP256K1,
    /** ECDSA over secp256r1 as WebAuthn makes it, 65 bytes. */
    SECP256R1,
    /** An account of an identity provider. */
    KEYLESS
  }

  private static final List<Scheme> SCHEMES = List.of(Scheme.values());

  /** An Ed25519 key. */
  public static PublicKey ed25519(Bytes key) {
    return new PublicKey(Scheme.ED25519, key);
  }

  /** A secp256k1 key, uncompressed. */
  public static PublicKey secp256k1(Bytes key) {
    return new PublicKey(Scheme.SECP256K1, key);
  }

  static PublicKey read(BcsReader in) {
    Scheme scheme = SCHEMES.get(in.variant(SCHEMES.size()));
    if (scheme == Scheme.KEYLESS) {
      throw AccountAuthenticator.unsupported("keyless public keys");
    }
    return new PublicKey(scheme, Bytes.of(in.bytes()));
  }

  void write(BcsWriter out) {
    out.variant(SCHEMES.indexOf(scheme)).bytes(bytes);
  }
}
