/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import dev.sluice.codec.Bytes;

/**
 * A Curve25519 key pair with which the node proves its name to other nodes. The secret half is
 * shown, as it goes into the library that encrypts; keep it no longer than needed.
 *
 * @param publicKey 32 bytes
 * @param secretKey 32 bytes
 */
public record CurveKey(Bytes publicKey, Bytes secretKey) {
  /** Shows the public half only. */
  @Override
  public String toString() {
    return "CurveKey[" + publicKey + "]";
  }
}
