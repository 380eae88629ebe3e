/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.util.List;
import java.util.Optional;

/** Who signs a transaction, and how. */
public sealed interface TransactionAuthenticator {
  /**
   * The sender alone. Classic keys stand directly in the transaction (variants 0 and 1), others
   * behind variant 4.
   *
   * @param direct whether a classic authenticator stands directly in the transaction
   */
  record Sender(AccountAuthenticator sender, boolean direct) implements TransactionAuthenticator {
    /** Checks the form. */
    public Sender {
      if (direct
          && !(sender instanceof AccountAuthenticator.Ed25519)
          && !(sender instanceof AccountAuthenticator.MultiEd25519)) {
        throw new IllegalArgumentException("only classic keys stand directly in a transaction");
      }
    }
  }

  /** The sender and others, whose signers the payload gets as well. */
  record MultiAgent(
      AccountAuthenticator sender,
      List<AccountAddress> secondaryAddresses,
      List<AccountAuthenticator> secondarySigners)
      implements TransactionAuthenticator {
    /** Copies the lists. */
    public MultiAgent {
      secondaryAddresses = List.copyOf(secondaryAddresses);
      secondarySigners = List.copyOf(secondarySigners);
      requireSameLength(secondaryAddresses, secondarySigners);
    }
  }

  /** The sender, others, and an account that pays the fee. */
  record FeePayer(
      AccountAuthenticator sender,
      List<AccountAddress> secondaryAddresses,
      List<AccountAuthenticator> secondarySigners,
      AccountAddress payerAddress,
      AccountAuthenticator payer)
      implements TransactionAuthenticator {
    /** Copies the lists. */
    public FeePayer {
      secondaryAddresses = List.copyOf(secondaryAddresses);
      secondarySigners = List.copyOf(secondarySigners);
      requireSameLength(secondaryAddresses, secondarySigners);
    }
  }

  /** The sender alone, in the form that fits its keys. */
  static TransactionAuthenticator of(AccountAuthenticator sender) {
    return new Sender(
        sender,
        sender instanceof AccountAuthenticator.Ed25519
            || sender instanceof AccountAuthenticator.MultiEd25519);
  }

  /** The authenticator of the sender. */
  AccountAuthenticator sender();

  /** The addresses of the other signers but the fee payer; empty if there are none. */
  default List<AccountAddress> secondaryAddresses() {
    return List.of();
  }

  /** The authenticators of {@link #secondaryAddresses}, in their order. */
  default List<AccountAuthenticator> secondarySigners() {
    return List.of();
  }

  /** The fee payer, if it is not the sender. */
  default Optional<AccountAddress> feePayer() {
    return this instanceof FeePayer fee ? Optional.of(fee.payerAddress()) : Optional.empty();
  }

  /** Reads an authenticator. */
  static TransactionAuthenticator read(BcsReader in) {
    return switch (in.variant(5)) {
      case 0 -> new Sender(AuthenticatorBcs.readEd25519(in), true);
      case 1 -> new Sender(AuthenticatorBcs.readMultiEd25519(in), true);
      case 2 ->
          new MultiAgent(
              AccountAuthenticator.read(in),
              in.list(BcsReader::address),
              in.list(AccountAuthenticator::read));
      case 3 ->
          new FeePayer(
              AccountAuthenticator.read(in),
              in.list(BcsReader::address),
              in.list(AccountAuthenticator::read),
              in.address(),
              AccountAuthenticator.read(in));
      default -> new Sender(AccountAuthenticator.read(in), false);
    };
  }

  /** Writes the authenticator with its variant number. */
  default void write(BcsWriter out) {
    if (this instanceof Sender single) {
      if (!single.direct()) {
        out.variant(4);
      }
      // The variants 0 and 1 of both kinds of authenticators are the same bytes.
      single.sender().write(out);
    } else if (this instanceof MultiAgent multi) {
      multi.sender().write(out.variant(2));
      writeSecondary(out, multi.secondaryAddresses(), multi.secondarySigners());
    } else if (this instanceof FeePayer fee) {
      fee.sender().write(out.variant(3));
      writeSecondary(out, fee.secondaryAddresses(), fee.secondarySigners());
      fee.payer().write(out.address(fee.payerAddress()));
    }
  }

  private static void writeSecondary(
      BcsWriter out, List<AccountAddress> addresses, List<AccountAuthenticator> signers) {
    out.list(addresses, BcsWriter::address).list(signers, (writer, s) -> s.write(writer));
  }

  private static void requireSameLength(List<?> addresses, List<?> signers) {
    if (addresses.size() != signers.size()) {
      throw new CodecException(
          Reason.OUT_OF_RANGE,
          addresses.size() + " secondary addresses, " + signers.size() + " authenticators");
    }
  }
}
