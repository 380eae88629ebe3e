/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import dev.sluice.outbox.api.Order;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginRef;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/** What a lane needs of a chain plugin and a key. Every failure is a {@link ChainException}. */
final class ChainCalls implements AutoCloseable {
  private final PluginRef<Chain> chain;
  private final KeyService keys;
  private final Duration timeout;
  private final RandomGenerator salts;

  /**
   * @param salts make the transactions of two nodes with one key differ
   */
  ChainCalls(PluginRef<Chain> chain, KeyService keys, Duration timeout, RandomGenerator salts) {
    this.chain = chain;
    this.keys = keys;
    this.timeout = timeout;
    this.salts = salts;
  }

  private static PublicKey publicKey(Signer signer) {
    return new PublicKey(SignatureScheme.ED25519, signer.publicKey());
  }

  CompletableFuture<Account> account(Order order) {
    return guarded(
        () -> {
          PublicKey key = publicKey(keys.signer(order.key()));
          return chain.call((instance, left) -> instance.account(key, left), timeout);
        });
  }

  CompletableFuture<SignedTransaction> sign(Order order, OptionalLong sequence) {
    return guarded(
        () -> {
          Signer signer = keys.signer(order.key());
          PublicKey key = publicKey(signer);
          var request =
              new TransactionRequest(
                  key,
                  Optional.empty(),
                  order.call(),
                  sequence,
                  order.fee(),
                  order.validFor(),
                  salts.nextInt(TransactionRequest.MAX_SALT + 1));
          return chain
              .call((instance, left) -> instance.prepare(request, left), timeout)
              .thenCompose(prepared -> assemble(signer, key, prepared));
        });
  }

  private CompletableFuture<SignedTransaction> assemble(
      Signer signer, PublicKey key, PreparedTransaction prepared) {
    var signature = new Signature(key, signer.sign(prepared.message().toArray()));
    return chain.call(
        (instance, left) ->
            CompletableFuture.completedFuture(instance.assemble(prepared, signature)),
        timeout);
  }

  CompletableFuture<Void> send(SignedTransaction signed) {
    return guarded(() -> chain.call((instance, left) -> instance.send(signed, left), timeout));
  }

  CompletableFuture<TransactionStatus> status(SignedTransaction signed) {
    return guarded(
        () ->
            chain.call(
                (instance, left) -> instance.status(signed.hash(), signed.validity(), left),
                timeout));
  }

  private interface Start<T> {
    CompletableFuture<T> call();
  }

  private static <T> CompletableFuture<T> guarded(Start<T> start) {
    try {
      return start.call();
    } catch (KeyException | PluginException | ChainException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Any failure of these calls as the chain's refusal. */
  static ChainException refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ChainException refusal) {
      return refusal;
    }
    if (cause instanceof KeyException key) {
      boolean locked = key.code() == KeyException.Code.LOCKED;
      return new ChainException(
          locked ? ChainException.Code.UNAVAILABLE : ChainException.Code.BAD_SIGNATURE,
          key.getMessage());
    }
    if (cause instanceof PluginException plugin) {
      return new ChainException(ChainException.Code.UNAVAILABLE, plugin.getMessage());
    }
    return new ChainException(
        ChainException.Code.BAD_ANSWER, "the chain plugin failed", String.valueOf(cause));
  }

  @Override
  public void close() {
    chain.close();
  }
}
