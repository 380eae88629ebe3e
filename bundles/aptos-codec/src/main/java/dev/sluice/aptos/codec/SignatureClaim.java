/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

/**
 * A signature that somebody has to check.
 *
 * @param key the key that is said to have made it
 * @param signature the signature
 */
public record SignatureClaim(PublicKey key, Signature signature) {
  /** Whether a key of this kind can make a signature of this kind; if not, it is not valid. */
  public boolean isOfOneScheme() {
    return switch (key.scheme()) {
      case ED25519 -> signature.scheme() == Signature.Scheme.ED25519;
      case SECP256K1 -> signature.scheme() == Signature.Scheme.SECP256K1;
      case SECP256R1 -> signature.scheme() == Signature.Scheme.WEB_AUTHN;
      case KEYLESS -> signature.scheme() == Signature.Scheme.KEYLESS;
    };
  }
}
