/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * All that natives can learn of the world besides the state. Every value comes from the transaction
 * record, so that all who execute it get the same results.
 *
 * @param hash of the transaction, 32 bytes; unique, because addresses and table handles derive from
 *     it
 * @param sender the account that sent it
 * @param secondarySigners the other accounts that signed it
 * @param gasPayer the account that pays for it
 * @param maxGas most gas units it may use, as the chain counts them
 * @param gasUnitPrice price of a unit
 * @param chainId number of the chain
 * @param timestampMicros time of the transaction, in microseconds since 1970 UTC
 * @param scriptHash hash of the script it runs, empty if none
 * @param randomness 32 bytes that nobody could foresee, the same for all who execute it; empty if
 *     the host has none
 */
public record TransactionContext(
    Bytes hash,
    AccountAddress sender,
    List<AccountAddress> secondarySigners,
    AccountAddress gasPayer,
    long maxGas,
    long gasUnitPrice,
    int chainId,
    long timestampMicros,
    Bytes scriptHash,
    Bytes randomness) {
  /** Bytes of a transaction hash. */
  public static final int HASH_LENGTH = 32;

  /** Copies the list. */
  public TransactionContext {
    if (hash.length() != HASH_LENGTH) {
      throw new IllegalArgumentException(
          "a transaction hash has " + HASH_LENGTH + " bytes, not " + hash.length());
    }
    secondarySigners = List.copyOf(secondarySigners);
  }

  /** A transaction of which nothing but hash and sender matters. */
  public static TransactionContext of(Bytes hash, AccountAddress sender) {
    return new TransactionContext(
        hash, sender, List.of(), sender, 0, 0, 0, 0, Bytes.EMPTY, Bytes.EMPTY);
  }
}
