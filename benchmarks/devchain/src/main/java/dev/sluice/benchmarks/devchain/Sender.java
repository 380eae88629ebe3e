/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.devchain;

import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.AuthenticationKeys;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An account that signs transfers ahead. Not thread-safe. */
final class Sender {
  private static final long EXPIRATION = 4_000_000_000L;

  private final Ed25519KeyPair key;
  private final AccountAddress address;
  private long sequence;

  Sender(int number) {
    key =
        Ed25519KeyPair.ofSeed(
            Hashes.sha3_256(("sender " + number).getBytes(StandardCharsets.UTF_8)));
    address = AuthenticationKeys.address(AuthenticationKeys.ed25519(Bytes.of(key.publicKey())));
  }

  AccountAddress address() {
    return address;
  }

  /** The next transfer of one octa, signed. */
  byte[] transfer(AccountAddress to) {
    EntryFunction call =
        new EntryFunction(
            AccountAddress.of(1),
            "aptos_account",
            "transfer",
            List.of(),
            List.of(Bytes.of(to.toArray()), new BcsWriter().u64(1).toBytes()));
    RawTransaction raw = new RawTransaction(address, sequence++, call, 1000, 100, EXPIRATION, 4);
    return new SignedTransaction(
            raw,
            TransactionAuthenticator.of(
                new AccountAuthenticator.Ed25519(
                    Bytes.of(key.publicKey()), Bytes.of(key.sign(raw.signingMessage().toArray())))))
        .toBcs()
        .toArray();
  }
}
