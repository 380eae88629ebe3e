/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * The hash by which a chain knows a transaction; also its key against a second execution. Computed
 * by the plugin before the transaction is sent.
 *
 * @param bytes 16 to 64 bytes; 32 on every chain so far
 */
public record TxHash(Bytes bytes) {
  public TxHash {
    if (bytes.length() < 16 || bytes.length() > 64) {
      throw new IllegalArgumentException("transaction hash of " + bytes.length() + " bytes");
    }
  }

  @Override
  public String toString() {
    return bytes.toString();
  }
}
