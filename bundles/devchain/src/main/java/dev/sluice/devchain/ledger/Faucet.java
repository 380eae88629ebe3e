/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.AccountAuthenticator;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Gives coins to whoever asks. Its key is public on purpose: coins of a development chain are worth
 * nothing, and every development chain with the same id starts from the same first state.
 * Thread-safe.
 */
public final class Faucet {
  private static final long MAX_GAS = 100_000;
  private static final long EXPIRES_AFTER_SECONDS = 60;

  private final Ledger ledger;
  private final Ed25519KeyPair key = key();
  private long nextSequence;

  /** The faucet of a ledger that was made with {@link #publicKey}. */
  public Faucet(Ledger ledger) {
    this.ledger = ledger;
  }

  private static Ed25519KeyPair key() {
    return Ed25519KeyPair.ofSeed(
        Hashes.sha3_256("Sluice development chain faucet".getBytes(StandardCharsets.UTF_8)));
  }

  /** The key of all faucets. */
  public static Bytes publicKey() {
    return Bytes.of(key().publicKey());
  }

  /**
   * Makes an account if there is none and gives it coins.
   *
   * @param octas amount, unsigned; 0 only makes the account
   * @return hashes of the transactions that do it, which wait now
   * @throws LedgerException if too many transactions wait
   */
  public synchronized List<Bytes> fund(AccountAddress account, long octas) {
    Head head = ledger.head();
    long committed =
        AccountInfo.read(ledger.state(head.version()), Framework.FAUCET)
            .map(AccountInfo::sequenceNumber)
            .orElse(0L);
    // Sent ones may wait; once none do, what was refused or lost must not leave a gap.
    nextSequence = ledger.waiting() == 0 ? committed : Math.max(nextSequence, committed);
    List<Bytes> hashes = new ArrayList<>();
    Bytes address = Bytes.of(account.toArray());
    if (AccountInfo.read(ledger.state(head.version()), account).isEmpty()) {
      hashes.add(send("aptos_account", "create_account", List.of(address)));
    }
    if (octas != 0) {
      Bytes amount = new BcsWriter(16).u64(octas).toBytes();
      hashes.add(send("aptos_coin", "mint", List.of(address, amount)));
    }
    return hashes;
  }

  private Bytes send(String module, String function, List<Bytes> arguments) {
    RawTransaction raw =
        new RawTransaction(
            Framework.FAUCET,
            nextSequence,
            new EntryFunction(Framework.ADDRESS, module, function, List.of(), arguments),
            MAX_GAS,
            LedgerSettings.MIN_GAS_PRICE,
            ledger.nextTimestampSeconds() + EXPIRES_AFTER_SECONDS,
            ledger.settings().chainId());
    AccountAuthenticator authenticator =
        new AccountAuthenticator.Ed25519(
            Bytes.of(key.publicKey()), Bytes.of(key.sign(raw.signingMessage().toArray())));
    SignedTransaction signed =
        new SignedTransaction(raw, TransactionAuthenticator.of(authenticator));
    Bytes hash = ledger.submit(signed.toBcs()).hash();
    nextSequence++;
    return hash;
  }
}
