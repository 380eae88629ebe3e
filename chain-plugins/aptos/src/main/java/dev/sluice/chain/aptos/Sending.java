/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.Head;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TransactionStatus.Finality;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.AccountAddress;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Signed bytes to the node, and what became of them. Thread-safe. */
final class Sending {
  private static final int HASH_LENGTH = 32;

  private final NodeClient node;
  private final Layouts layouts;
  private final EventReader events;

  Sending(NodeClient node, Layouts layouts) {
    this.node = node;
    this.layouts = layouts;
    this.events = new EventReader(layouts);
  }

  CompletableFuture<Void> send(Calls.Scope scope, SignedTransaction transaction) {
    var submit =
        NodeRequest.post(
            "transactions", NodeRequest.SIGNED_BCS, transaction.bytes(), NodeRequest.JSON);
    return node.ask(scope, submit)
        .thenCompose(
            answer -> {
              if (answer.isOk()) {
                return CompletableFuture.completedFuture(null);
              }
              ChainException refused = NodeErrors.of(answer);
              if (refused.code().isPassing()) {
                throw refused;
              }
              // A repeat of what the chain has is refused like a new one: for its used number.
              return lookUp(scope, transaction.hash())
                  .thenAccept(
                      found -> {
                        if (found.transaction().isEmpty()) {
                          throw refused;
                        }
                      });
            });
  }

  /** The answer to a look by hash. */
  private record Found(Optional<Map<String, Object>> transaction, NodeAnswer answer) {}

  private CompletableFuture<Found> lookUp(Calls.Scope scope, TxHash hash) {
    if (hash.bytes().length() != HASH_LENGTH) {
      throw new ChainException(Code.INVALID_REQUEST, "a transaction hash has 32 bytes here");
    }
    return node.ask(scope, NodeRequest.get("transactions/by_hash/0x" + hash.bytes().toHex()))
        .thenApply(
            answer -> {
              var found =
                  Reads.maybeBody(answer)
                      .map(body -> NodeJson.object(NodeJson.tree(body, Events.SKIPPED)));
              found.ifPresent(transaction -> requireHash(transaction, hash));
              return new Found(found, answer);
            });
  }

  private static void requireHash(Map<String, Object> transaction, TxHash hash) {
    TxHash given = EventReader.hash(transaction);
    if (!given.equals(hash)) {
      throw NodeJson.bad("transaction " + given + " in place of " + hash);
    }
  }

  CompletableFuture<TransactionStatus> status(Calls.Scope scope, TxHash hash, Validity validity) {
    return lookUp(scope, hash)
        .thenCompose(
            found ->
                found
                    .transaction()
                    .map(transaction -> status(scope, transaction))
                    .orElseGet(() -> absent(scope, hash, validity, found.answer().head())));
  }

  private CompletableFuture<TransactionStatus> status(
      Calls.Scope scope, Map<String, Object> transaction) {
    String type = NodeJson.text(transaction, "type");
    if (type.equals("pending_transaction")) {
      return CompletableFuture.completedFuture(new TransactionStatus.Pending());
    }
    if (!type.equals("user_transaction")) {
      throw NodeJson.bad("a transaction of type " + type);
    }
    Height at = new Height(NodeJson.number(transaction, "version"));
    BigInteger paid =
        BigInteger.valueOf(NodeJson.number(transaction, "gas_used"))
            .multiply(BigInteger.valueOf(NodeJson.number(transaction, "gas_unit_price")));
    if (!NodeJson.flag(transaction, "success")) {
      ChainException error = VmStatus.refusal(NodeJson.text(transaction, "vm_status"));
      return CompletableFuture.completedFuture(
          new TransactionStatus.Failed(at, Finality.FINAL, paid, error));
    }
    return layouts.with(
        scope,
        () ->
            new TransactionStatus.Committed(
                at, Finality.FINAL, paid, events.read(transaction, 0, type2 -> true)));
  }

  /**
   * The node has not the transaction. It can come as long as its number is free and its time is not
   * over. Where the number is used the account's transaction with that number tells: it may be this
   * one, no longer found by its hash.
   *
   * @param head where the chain stood at the look by hash, or before
   */
  private CompletableFuture<TransactionStatus> absent(
      Calls.Scope scope, TxHash hash, Validity validity, Head head) {
    if (validity.sender().isEmpty() || validity.sequence().isEmpty()) {
      return CompletableFuture.completedFuture(
          isOver(validity, head)
              ? new TransactionStatus.Expired()
              : new TransactionStatus.Unknown());
    }
    AccountAddress sender = Reads.address(validity.sender().get());
    String path = "accounts/" + sender.toLongString();
    long sequence = validity.sequence().getAsLong();
    return node.ask(scope, NodeRequest.get(path))
        .thenCompose(
            answer -> {
              OptionalLong next = Reads.sequence(answer);
              if (next.orElse(0) <= sequence) {
                // The account may be that of a node that lags, but then so is the head's time.
                return CompletableFuture.completedFuture(
                    isOver(validity, earlier(head, answer.head()))
                        ? new TransactionStatus.Expired()
                        : new TransactionStatus.Unknown());
              }
              return node.ask(
                      scope, NodeRequest.get(path + "/transactions?start=" + sequence + "&limit=1"))
                  .thenCompose(list -> used(scope, hash, sequence, list));
            });
  }

  private static Head earlier(Head one, Head other) {
    return one.time().isBefore(other.time()) ? one : other;
  }

  private static boolean isOver(Validity validity, Head head) {
    return validity.expiresAt().map(end -> !head.time().isBefore(end)).orElse(false);
  }

  private CompletableFuture<TransactionStatus> used(
      Calls.Scope scope, TxHash hash, long sequence, NodeAnswer answer) {
    List<Object> found = NodeJson.array(NodeJson.tree(Reads.body(answer), Events.SKIPPED));
    for (Object item : found) {
      Map<String, Object> transaction = NodeJson.object(item);
      if (NodeJson.number(transaction, "sequence_number") == sequence) {
        return EventReader.hash(transaction).equals(hash)
            ? status(scope, transaction)
            : CompletableFuture.completedFuture(new TransactionStatus.Expired());
      }
    }
    throw new CompletionException(
        new ChainException(
            Code.PRUNED,
            "the node no longer has the account's transaction number "
                + sequence
                + ": whether it is "
                + hash
                + " is not known"));
  }
}
