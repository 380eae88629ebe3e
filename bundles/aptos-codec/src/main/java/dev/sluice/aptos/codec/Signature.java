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
 * A signature with its kind ({@code AnySignature}).
 *
 * @param scheme the kind
 * @param bytes the signature
 */
public record Signature(Scheme scheme, Bytes bytes) {
  /** Kinds of signatures, in the order of their variant numbers. */
  public enum Scheme {
    /** Ed25519, 64 bytes. */
    ED25519,
    /** ECDSA over secp256k1, r and s, 64 bytes. */
    SECP256K1,
    /** An assertion of WebAuthn. */
    WEB_AUTHN,
    /** A proof of an identity provider's account. */
    KEYLESS
  }

  private static final List<Scheme> SCHEMES = List.of(Scheme.values());

  /** An Ed25519 signature. */
  public static Signature ed25519(Bytes signature) {
    return new Signature(Scheme.ED25519, signature);
  }

  /** A secp256k1 signature. */
  public static Signature secp256k1(Bytes signature) {
    return new Signature(Scheme.SECP256K1, signature);
  }

  static Signature read(BcsReader in) {
    Scheme scheme = SCHEMES.get(in.variant(SCHEMES.size()));
    if (scheme == Scheme.WEB_AUTHN || scheme == Scheme.KEYLESS) {
      throw AccountAuthenticator.unsupported(scheme + " signatures");
    }
    return new Signature(scheme, Bytes.of(in.bytes()));
  }

  void write(BcsWriter out) {
    out.variant(SCHEMES.indexOf(scheme)).bytes(bytes);
  }
}
