/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transaction with its signatures, as it is submitted. */
public record SignedTransaction(RawTransaction raw, TransactionAuthenticator authenticator) {
  /**
   * An account that has to prove itself.
   *
   * @param address the account
   * @param authenticator what it shows
   * @param messages what it may have signed: one, or for transactions with a fee payer two
   */
  public record Signer(
      AccountAddress address, AccountAuthenticator authenticator, List<Bytes> messages) {
    /** Copies the list. */
    public Signer {
      messages = List.copyOf(messages);
    }
  }

  private static final Bytes PREFIX = RawTransaction.prefix("APTOS::Transaction");

  /** Reads a transaction. */
  public static SignedTransaction read(BcsReader in) {
    return new SignedTransaction(RawTransaction.read(in), TransactionAuthenticator.read(in));
  }

  /**
   * The transaction of these bytes, all of which it takes.
   *
   * @throws dev.sluice.codec.CodecException if they are none
   */
  public static SignedTransaction of(Bytes bytes) {
    return BcsReader.read(bytes.toArray(), SignedTransaction::read);
  }

  /** The transaction in BCS. */
  public Bytes toBcs() {
    BcsWriter out = new BcsWriter(512);
    raw.write(out);
    authenticator.write(out);
    return out.toBytes();
  }

  /** The hash under which a chain knows the transaction, 32 bytes. */
  public Bytes hash() {
    return hash(toBcs());
  }

  /** The hash of a transaction in BCS. */
  public static Bytes hash(Bytes signedTransaction) {
    return Bytes.of(Hashes.sha3_256(PREFIX.toArray(), new byte[] {0}, signedTransaction.toArray()));
  }

  /** The account that pays the fee. */
  public AccountAddress payer() {
    return authenticator.feePayer().orElse(raw.sender());
  }

  /** All that have to prove themselves: sender, secondary signers, fee payer. */
  public List<Signer> signers() {
    List<Bytes> messages = new ArrayList<>();
    List<AccountAddress> secondary = authenticator.secondaryAddresses();
    Optional<AccountAddress> payer = authenticator.feePayer();
    if (payer.isPresent()) {
      messages.add(raw.feePayerMessage(secondary, payer.get()));
      messages.add(raw.feePayerMessage(secondary, AccountAddress.of(0)));
    } else if (authenticator instanceof TransactionAuthenticator.MultiAgent) {
      messages.add(raw.multiAgentMessage(secondary));
    } else {
      messages.add(raw.signingMessage());
    }
    List<Signer> signers = new ArrayList<>();
    signers.add(new Signer(raw.sender(), authenticator.sender(), messages));
    for (int i = 0; i < secondary.size(); i++) {
      signers.add(new Signer(secondary.get(i), authenticator.secondarySigners().get(i), messages));
    }
    if (authenticator instanceof TransactionAuthenticator.FeePayer fee) {
      signers.add(new Signer(fee.payerAddress(), fee.payer(), messages.subList(0, 1)));
    }
    return signers;
  }
}
