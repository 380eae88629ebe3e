/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;

/**
 * A transaction that was taken and waits. Its signatures hold.
 *
 * @param hash its hash
 * @param bytes it, in BCS
 * @param signed it
 * @param sinceMicros when it was taken
 */
public record PendingTransaction(
    Bytes hash, Bytes bytes, SignedTransaction signed, long sinceMicros) {
  AccountAddress sender() {
    return signed.raw().sender();
  }

  long sequence() {
    return signed.raw().sequenceNumber();
  }

  long gasPrice() {
    return signed.raw().gasUnitPrice();
  }
}
