/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.move.state.StateView;
import java.util.Optional;

/**
 * What the ledger reads of an account: the first fields of {@code 0x1::account::Account}.
 *
 * @param authenticationKey key that its signatures must lead to
 * @param sequenceNumber number of its next transaction
 */
public record AccountInfo(Bytes authenticationKey, long sequenceNumber) {
  /** The account in a state. */
  public static Optional<AccountInfo> read(StateView state, AccountAddress address) {
    return state.resource(address, Framework.ACCOUNT).map(AccountInfo::decode);
  }

  private static AccountInfo decode(Bytes bytes) {
    BcsReader in = new BcsReader(bytes);
    return new AccountInfo(Bytes.of(in.bytes()), in.u64());
  }

  /** What an account has of the coin that pays for transactions, unsigned. */
  public static long balance(StateView state, AccountAddress address) {
    return state
        .resource(address, Framework.COIN_STORE)
        .map(store -> new BcsReader(store).u64())
        .orElse(0L);
  }
}
