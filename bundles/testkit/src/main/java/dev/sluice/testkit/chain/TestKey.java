/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.chain;

import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** A fresh Ed25519 key that signs what a plugin prepared, as the core does. */
public final class TestKey {
  private static final int KEY_BYTES = 32;

  private final KeyPair pair;

  /** Makes a key. */
  public TestKey() {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its public half. */
  public PublicKey key() {
    byte[] encoded = pair.getPublic().getEncoded();
    return new PublicKey(
        SignatureScheme.ED25519,
        Bytes.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
  }

  /** Signs. */
  public Signature sign(PreparedTransaction prepared) {
    try {
      var signer = java.security.Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(prepared.message().toArray());
      return new Signature(key(), Bytes.of(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
