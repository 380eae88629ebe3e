/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.consensus.api.Signer;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.crypto.Ed25519;

/** Signs with a member key of the keystore. */
final class KeySigner implements Signer {
  private final dev.sluice.key.api.Signer signer;
  private final Key key;

  KeySigner(dev.sluice.key.api.Signer signer) {
    this.signer = signer;
    key = Key.of(signer.publicKey().toArray());
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Signature sign(byte[] message) {
    return Signature.of(signer.sign(message).toArray());
  }

  @Override
  public boolean isFit(Key other) {
    return Ed25519.isValidPublicKey(other.toArray());
  }
}
