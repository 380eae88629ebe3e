/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.state.StateAt;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which transactions are taken to wait, decided in a fixed order: the first reason that applies is
 * the one that is given. Thread-safe.
 */
final class Admission {
  private static final Bytes ZERO_SIGNATURE = Bytes.of(new byte[64]);

  private final LedgerSettings settings;
  private final SignatureChecker signatures;

  Admission(LedgerSettings settings, SignatureChecker signatures) {
    this.settings = settings;
    this.signatures = signatures;
  }

  /** Throws the first reason against a transaction; too new a sequence number is none. */
  void check(SignedTransaction transaction, int size, StateAt state, long chainSeconds) {
    RawTransaction raw = transaction.raw();
    require(
        size <= LedgerSettings.MAX_TRANSACTION_BYTES,
        Rejection.EXCEEDED_MAX_TRANSACTION_SIZE,
        size + " bytes, at most " + LedgerSettings.MAX_TRANSACTION_BYTES + " are taken");
    Set<AccountAddress> signers = new HashSet<>();
    transaction
        .signers()
        .forEach(
            signer ->
                require(
                    signers.add(signer.address()) || isPayer(transaction, signer),
                    Rejection.SIGNERS_CONTAIN_DUPLICATES,
                    signer.address() + " signs twice"));
    require(
        signatures.isSigned(transaction), Rejection.INVALID_SIGNATURE, "a signature does not hold");
    require(
        TransactionRunner.payload(raw.payload()).isPresent()
            && raw.sequenceNumber() != RawTransaction.NO_SEQUENCE_NUMBER,
        Rejection.FEATURE_UNDER_GATING,
        "the development chain runs entry functions and scripts with sequence numbers;"
            + " multisig payloads and nonces it does not");
    require(
        raw.chainId() == settings.chainId(),
        Rejection.BAD_CHAIN_ID,
        "the transaction is for chain " + raw.chainId() + ", this is " + settings.chainId());
    checkGas(raw);
    checkAccounts(transaction, state);
    AccountInfo sender = account(state, raw.sender());
    require(
        Long.compareUnsigned(raw.sequenceNumber(), sender.sequenceNumber()) >= 0,
        Rejection.SEQUENCE_NUMBER_TOO_OLD,
        "sequence number "
            + Long.toUnsignedString(raw.sequenceNumber())
            + ", the account is at "
            + Long.toUnsignedString(sender.sequenceNumber()));
    require(
        Long.compareUnsigned(raw.expirationSeconds(), chainSeconds) > 0,
        Rejection.TRANSACTION_EXPIRED,
        "it expired at "
            + Long.toUnsignedString(raw.expirationSeconds())
            + ", it is "
            + chainSeconds);
    long deposit = raw.maxGasAmount() * raw.gasUnitPrice();
    long balance = AccountInfo.balance(state, transaction.payer());
    require(
        Long.compareUnsigned(balance, deposit) >= 0,
        Rejection.INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE,
        "a fee of up to "
            + Long.toUnsignedString(deposit)
            + " octas offered, the balance is "
            + Long.toUnsignedString(balance));
  }

  /** The sender may pay for itself in the form with a fee payer. */
  private static boolean isPayer(SignedTransaction transaction, SignedTransaction.Signer signer) {
    return transaction.payer().equals(signer.address())
        && !transaction.authenticator().secondaryAddresses().contains(signer.address());
  }

  /** Throws the first reason against offered gas. */
  static void checkGas(RawTransaction raw) {
    require(
        Long.compareUnsigned(raw.maxGasAmount(), LedgerSettings.MAX_GAS_UNITS) <= 0,
        Rejection.MAX_GAS_UNITS_EXCEEDS_MAX_GAS_UNITS_BOUND,
        "at most " + LedgerSettings.MAX_GAS_UNITS + " gas units may be offered");
    require(
        raw.maxGasAmount() >= LedgerSettings.MIN_GAS_UNITS,
        Rejection.MAX_GAS_UNITS_BELOW_MIN_TRANSACTION_GAS_UNITS,
        "at least " + LedgerSettings.MIN_GAS_UNITS + " gas units must be offered");
    require(
        Long.compareUnsigned(raw.gasUnitPrice(), LedgerSettings.MIN_GAS_PRICE) >= 0,
        Rejection.GAS_UNIT_PRICE_BELOW_MIN_BOUND,
        "the lowest gas price is " + LedgerSettings.MIN_GAS_PRICE);
    require(
        Long.compareUnsigned(raw.gasUnitPrice(), LedgerSettings.MAX_GAS_PRICE) <= 0,
        Rejection.GAS_UNIT_PRICE_ABOVE_MAX_BOUND,
        "the highest gas price is " + LedgerSettings.MAX_GAS_PRICE);
  }

  private static void checkAccounts(SignedTransaction transaction, StateAt state) {
    for (SignedTransaction.Signer signer : transaction.signers()) {
      AccountInfo account = account(state, signer.address());
      require(
          signer
              .authenticator()
              .authenticationKey()
              .equals(Optional.of(account.authenticationKey())),
          Rejection.INVALID_AUTH_KEY,
          "the keys are not those of " + signer.address());
    }
  }

  private static AccountInfo account(StateAt state, AccountAddress address) {
    return AccountInfo.read(state, address)
        .orElseThrow(
            () ->
                new LedgerException(
                    Rejection.SENDING_ACCOUNT_DOES_NOT_EXIST, "there is no account " + address));
  }

  /** Whether a simulation may be made: nothing in it is a signature that holds. */
  boolean isUnsigned(SignedTransaction transaction) {
    boolean zero =
        transaction.signers().stream()
            .flatMap(signer -> signer.authenticator().claims().stream())
            .allMatch(claim -> claim.signature().bytes().equals(ZERO_SIGNATURE));
    return zero || !signatures.isSigned(transaction);
  }

  private static void require(boolean condition, Rejection rejection, String detail) {
    if (!condition) {
      throw new LedgerException(rejection, "Invalid transaction: " + rejection + ": " + detail);
    }
  }
}
