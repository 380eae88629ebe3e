/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.Fee;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.StateValue;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** {@link SimulatedChain} behind the plugin interface; a block with every question. */
final class SimulatedChainPlugin implements Chain {
  private final SimulatedChain chain = new SimulatedChain();
  private long orders;

  synchronized int executions() {
    return chain.executions.values().stream().mapToInt(Integer::intValue).sum();
  }

  private synchronized <T> CompletableFuture<T> answer(Supplier<T> question) {
    try {
      return CompletableFuture.completedFuture(question.get());
    } catch (ChainException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Account> account(PublicKey key, Duration timeout) {
    return answer(chain::account);
  }

  @Override
  public CompletableFuture<PreparedTransaction> prepare(
      TransactionRequest request, Duration timeout) {
    return answer(
        () -> {
          if (request.call().function().equals("poor")) {
            throw new ChainException(ChainException.Code.NO_FUNDS, "cannot pay");
          }
          SignedTransaction signed =
              chain.sign(
                  orders++,
                  request.call().function().equals("abort"),
                  request.sequence().orElseThrow(),
                  Instant.now().plus(request.validFor()));
          return new PreparedTransaction(
              request.key(), signed.bytes(), signed.bytes(), signed.validity(), Fee.NONE);
        });
  }

  @Override
  public SignedTransaction assemble(PreparedTransaction prepared, Signature signature) {
    return new SignedTransaction(
        new TxHash(prepared.unsigned()), prepared.unsigned(), prepared.validity());
  }

  @Override
  public CompletableFuture<Void> send(SignedTransaction transaction, Duration timeout) {
    return answer(
            () -> {
              chain.send(transaction, Instant.now());
              return true;
            })
        .thenAccept(sent -> {});
  }

  @Override
  public CompletableFuture<TransactionStatus> status(
      TxHash hash, Validity validity, Duration timeout) {
    return answer(
        () -> {
          chain.block(Instant.now());
          return chain.status(new SignedTransaction(hash, hash.bytes(), validity), Instant.now());
        });
  }

  @Override
  public CompletableFuture<ChainInfo> info(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<StateValue>> read(
      StateQuery query, Optional<Height> at, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<StateValue>> view(
      Call call, Optional<Height> at, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<EventPage> events(
      EventFilter filter, Cursor from, int limit, Duration wait) {
    throw new UnsupportedOperationException();
  }
}
