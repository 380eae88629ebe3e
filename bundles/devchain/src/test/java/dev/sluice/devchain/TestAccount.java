/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain;

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

/** An account with a key, and the transactions it signs. */
public record TestAccount(Ed25519KeyPair key, AccountAddress address) {
  /** Everything a test may want to be different. */
  public record Terms(long sequence, long maxGas, long gasPrice, long expiration, int chainId) {
    public Terms withChainId(int id) {
      return new Terms(sequence, maxGas, gasPrice, expiration, id);
    }

    public Terms withExpiration(long seconds) {
      return new Terms(sequence, maxGas, gasPrice, seconds, chainId);
    }

    public Terms withGas(long max, long price) {
      return new Terms(sequence, max, price, expiration, chainId);
    }
  }

  public static TestAccount named(String name) {
    Ed25519KeyPair key =
        Ed25519KeyPair.ofSeed(Hashes.sha3_256(name.getBytes(StandardCharsets.UTF_8)));
    Bytes authenticationKey = AuthenticationKeys.ed25519(Bytes.of(key.publicKey()));
    return new TestAccount(key, AuthenticationKeys.address(authenticationKey));
  }

  public static Terms terms(long sequence) {
    return new Terms(sequence, 2000, 100, 4_000_000_000L, 4);
  }

  public RawTransaction raw(AccountAddress to, long amount, Terms terms) {
    EntryFunction call =
        new EntryFunction(
            AccountAddress.of(1),
            "aptos_account",
            "transfer",
            List.of(),
            List.of(Bytes.of(to.toArray()), new BcsWriter().u64(amount).toBytes()));
    return new RawTransaction(
        address,
        terms.sequence(),
        call,
        terms.maxGas(),
        terms.gasPrice(),
        terms.expiration(),
        terms.chainId());
  }

  /** Signed by this account's key, whoever the sender is. */
  public Bytes sign(RawTransaction raw) {
    return new SignedTransaction(
            raw,
            TransactionAuthenticator.of(
                new AccountAuthenticator.Ed25519(
                    Bytes.of(key.publicKey()), Bytes.of(key.sign(raw.signingMessage().toArray())))))
        .toBcs();
  }

  public Bytes transfer(AccountAddress to, long amount, long sequence) {
    return sign(raw(to, amount, terms(sequence)));
  }
}
