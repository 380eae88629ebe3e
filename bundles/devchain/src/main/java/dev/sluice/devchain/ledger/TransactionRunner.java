/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import static dev.sluice.devchain.ledger.LedgerSettings.GAS_SCALE;

import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.aptos.codec.Executable;
import dev.sluice.aptos.codec.InnerPayload;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.Script;
import dev.sluice.aptos.codec.ScriptArgument;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import dev.sluice.aptos.codec.TransactionPayload;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.ModuleId;
import dev.sluice.move.StatusCode;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.StateView;
import dev.sluice.move.state.TransactionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one transaction in a session: the framework's checks, the payload, the fee. What may not run
 * leaves nothing; what fails pays its gas and leaves nothing else. The session is committed or
 * rolled back afterwards.
 */
final class TransactionRunner {
  /** How a transaction ended: with an output, or refused. */
  record Result(Optional<Output> output, Optional<Rejection> rejection) {
    private static Result refused(Rejection rejection) {
      return new Result(Optional.empty(), Optional.of(rejection));
    }
  }

  private final Session session;
  private final StateView state;
  private final int chainId;

  /**
   * A runner.
   *
   * @param session a session on the state, with nothing uncommitted
   * @param state the state
   */
  TransactionRunner(Session session, StateView state, int chainId) {
    this.session = session;
    this.state = state;
    this.chainId = chainId;
  }

  /** Runs a transaction whose signatures hold or, in a simulation, do not matter. */
  Result run(SignedTransaction transaction, Bytes hash, long timestampMicros) {
    Optional<Rejection> rejection = check(transaction);
    if (rejection.isPresent()) {
      session.rollback();
      return Result.refused(rejection.get());
    }
    RawTransaction raw = transaction.raw();
    TransactionContext context = context(transaction, hash, timestampMicros);
    Call call =
        payload(raw.payload())
            .orElseThrow(() -> new IllegalStateException("checked before"))
            .withSigners(signers(transaction))
            .withGasLimit(raw.maxGasAmount() * GAS_SCALE)
            .withTransaction(context);
    CallResult result = session.call(call);
    long used = Math.max(1, (result.gasUsed() + GAS_SCALE - 1) / GAS_SCALE);
    if (result.isExecuted() && pay(transaction, used)) {
      return kept(true, Output.EXECUTED, used, result.events());
    }
    String status =
        result
            .failure()
            .map(failure -> AbortNames.status(failure, session.modules()))
            .orElse("Transaction Executed and Committed with Error " + "CANNOT_PAY_GAS");
    session.rollback();
    if (!pay(transaction, used)) {
      session.rollback();
      return Result.refused(Rejection.INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE);
    }
    return kept(false, status, used, List.of());
  }

  private Result kept(boolean success, String status, long used, List<Event> events) {
    List<Write> writes = Write.of(session.commit());
    return new Result(
        Optional.of(new Output(success, status, used, events, writes)), Optional.empty());
  }

  private Optional<Rejection> check(SignedTransaction transaction) {
    RawTransaction raw = transaction.raw();
    boolean payerIsSender = transaction.authenticator().feePayer().isEmpty();
    Bytes key = key(transaction.authenticator().sender(), raw.sender());
    CallResult prologue =
        session.call(
            Framework.prologue(
                raw.sender(),
                raw.sequenceNumber(),
                key,
                payerIsSender ? raw.gasUnitPrice() : 0,
                raw.maxGasAmount(),
                raw.expirationSeconds(),
                raw.chainId()));
    if (!prologue.isExecuted()) {
      return Optional.of(rejection(prologue));
    }
    if (transaction.authenticator() instanceof TransactionAuthenticator.Sender) {
      // The framework has looked at the only key and at the balance.
      return Optional.empty();
    }
    for (SignedTransaction.Signer signer : transaction.signers()) {
      Optional<AccountInfo> account = AccountInfo.read(state, signer.address());
      if (account.isEmpty()) {
        return Optional.of(Rejection.SENDING_ACCOUNT_DOES_NOT_EXIST);
      }
      Bytes shown = key(signer.authenticator(), signer.address());
      if (!shown.equals(account.get().authenticationKey())) {
        return Optional.of(Rejection.INVALID_AUTH_KEY);
      }
    }
    long deposit = raw.maxGasAmount() * raw.gasUnitPrice();
    if (!payerIsSender
        && Long.compareUnsigned(AccountInfo.balance(state, transaction.payer()), deposit) < 0) {
      return Optional.of(Rejection.INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE);
    }
    return Optional.empty();
  }

  /** The key an account shows; in simulations without keys the one that it has. */
  private Bytes key(AccountAuthenticator authenticator, AccountAddress address) {
    return authenticator
        .authenticationKey()
        .or(() -> AccountInfo.read(state, address).map(AccountInfo::authenticationKey))
        .orElse(Bytes.EMPTY);
  }

  private static Rejection rejection(CallResult prologue) {
    return prologue
        .failure()
        .filter(failure -> failure.status() == StatusCode.ABORTED)
        .flatMap(failure -> Rejection.ofAbort(failure.subStatus().orElse(0)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the framework's checks failed", prologue.failure().orElse(null)));
  }

  private boolean pay(SignedTransaction transaction, long used) {
    RawTransaction raw = transaction.raw();
    boolean payerIsSender = transaction.authenticator().feePayer().isEmpty();
    long price = payerIsSender ? raw.gasUnitPrice() : 0;
    CallResult epilogue =
        session.call(
            Framework.epilogue(raw.sender(), price, raw.maxGasAmount(), raw.maxGasAmount() - used));
    return epilogue.isExecuted()
        && (payerIsSender
            || session
                .call(Framework.burnFee(transaction.payer(), used * raw.gasUnitPrice()))
                .isExecuted());
  }

  private static List<AccountAddress> signers(SignedTransaction transaction) {
    List<AccountAddress> signers = new ArrayList<>();
    signers.add(transaction.raw().sender());
    signers.addAll(transaction.authenticator().secondaryAddresses());
    return signers;
  }

  /** What a payload runs; empty if this chain does not run such payloads. */
  static Optional<Call> payload(TransactionPayload payload) {
    Object executable = payload;
    if (payload instanceof InnerPayload inner) {
      boolean plain = inner.nonce().isEmpty() && inner.multisig().isEmpty();
      executable = plain ? inner.executable() : new Executable.Empty();
    }
    if (executable instanceof EntryFunction call) {
      return Optional.of(
          Call.entry(new ModuleId(call.address(), call.module()), call.function())
              .withTypeArguments(call.typeArguments())
              .withArguments(call.arguments()));
    } else if (executable instanceof Script script) {
      return Optional.of(
          Call.script(script.code())
              .withTypeArguments(script.typeArguments())
              .withArguments(script.arguments().stream().map(ScriptArgument::bcs).toList()));
    }
    return Optional.empty();
  }

  private TransactionContext context(SignedTransaction transaction, Bytes hash, long timestamp) {
    RawTransaction raw = transaction.raw();
    Bytes scriptHash =
        raw.payload() instanceof Script script
            ? Bytes.of(Hashes.sha3_256(script.code().toArray()))
            : Bytes.EMPTY;
    return new TransactionContext(
        hash,
        raw.sender(),
        transaction.authenticator().secondaryAddresses(),
        transaction.payer(),
        raw.maxGasAmount(),
        raw.gasUnitPrice(),
        chainId,
        timestamp,
        scriptHash,
        Bytes.EMPTY);
  }
}
