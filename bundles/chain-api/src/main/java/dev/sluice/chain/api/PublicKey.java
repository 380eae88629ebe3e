/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * A public key of the core's keystore.
 *
 * @param scheme what it signs with
 * @param bytes in the form {@link SignatureScheme} gives
 */
public record PublicKey(SignatureScheme scheme, Bytes bytes) {
  public PublicKey {
    if (bytes.length() != scheme.keySize()) {
      throw new IllegalArgumentException(scheme + " key of " + bytes.length() + " bytes");
    }
  }
}
