/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * A signature made by the core.
 *
 * @param key who signed
 * @param bytes in the form {@link SignatureScheme} gives
 */
public record Signature(PublicKey key, Bytes bytes) {
  public Signature {
    if (bytes.length() != key.scheme().signatureSize()) {
      throw new IllegalArgumentException(
          key.scheme() + " signature of " + bytes.length() + " bytes");
    }
  }
}
