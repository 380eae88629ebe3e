/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TransactionStatus.Finality;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One account of a chain with sequence numbers, expiry and a pool that may forget. */
final class SimulatedChain {
  static final int AHEAD = 8;
  private static final Address ACCOUNT = new Address("0xa");

  /** A transaction as the chain sees it. */
  private record Tx(SignedTransaction signed, long order, boolean aborts) {
    long sequence() {
      return signed.validity().sequence().orElseThrow();
    }

    Instant expiresAt() {
      return signed.validity().expiresAt().orElseThrow();
    }
  }

  private final TreeMap<Long, Tx> pool = new TreeMap<>();
  private final Map<TxHash, Tx> done = new HashMap<>();
  final Map<Long, Integer> executions = new HashMap<>();
  private long next;
  private long nonce;

  Account account() {
    return new Account(ACCOUNT, OptionalLong.of(next), BigInteger.TEN);
  }

  /** A signed attempt of an order; no two have the same bytes. */
  SignedTransaction sign(long order, boolean aborts, long sequence, Instant expiresAt) {
    var bytes =
        ByteBuffer.allocate(40)
            .putLong(order)
            .putLong(sequence)
            .putLong(expiresAt.toEpochMilli())
            .putLong(nonce++)
            .putLong(aborts ? 1 : 0)
            .array();
    return new SignedTransaction(
        new TxHash(Bytes.of(bytes)),
        Bytes.of(bytes),
        new Validity(Optional.of(ACCOUNT), OptionalLong.of(sequence), Optional.of(expiresAt)));
  }

  void send(SignedTransaction signed, Instant now) {
    ByteBuffer bytes = signed.bytes().buffer();
    var tx = new Tx(signed, bytes.getLong(0), bytes.getLong(32) == 1);
    if (done.containsKey(signed.hash())) {
      return;
    }
    if (now.isAfter(tx.expiresAt())) {
      throw new ChainException(Code.EXPIRED, "expired");
    }
    if (tx.sequence() < next || tx.sequence() > next + AHEAD) {
      throw new ChainException(Code.STALE_SEQUENCE, "sequence " + tx.sequence() + ", not " + next);
    }
    Tx other = pool.putIfAbsent(tx.sequence(), tx);
    if (other != null && !other.signed().hash().equals(signed.hash())) {
      throw new ChainException(Code.CONFLICT, "another one with sequence " + tx.sequence());
    }
  }

  TransactionStatus status(SignedTransaction signed, Instant now) {
    Tx tx = done.get(signed.hash());
    if (tx != null) {
      return tx.aborts()
          ? new TransactionStatus.Failed(
              new Height(1),
              Finality.FINAL,
              BigInteger.ONE,
              ChainException.aborted(ACCOUNT, 7, "abort"))
          : new TransactionStatus.Committed(
              new Height(1), Finality.FINAL, BigInteger.ONE, List.of());
    }
    if (now.isAfter(signed.validity().expiresAt().orElseThrow())
        || signed.validity().sequence().orElseThrow() < next) {
      return new TransactionStatus.Expired();
    }
    return pool.containsValue(new Tx(signed, order(signed), aborts(signed)))
        ? new TransactionStatus.Pending()
        : new TransactionStatus.Unknown();
  }

  private static long order(SignedTransaction signed) {
    return signed.bytes().buffer().getLong(0);
  }

  private static boolean aborts(SignedTransaction signed) {
    return signed.bytes().buffer().getLong(32) == 1;
  }

  /** Executes what stands next in the pool. */
  void block(Instant now) {
    pool.values().removeIf(tx -> now.isAfter(tx.expiresAt()));
    for (Tx tx = pool.remove(next); tx != null; tx = pool.remove(next)) {
      next++;
      done.put(tx.signed().hash(), tx);
      executions.merge(tx.order(), 1, Integer::sum);
    }
  }

  /** Another node with the same key uses the next number. */
  void foreign(Instant now) {
    long sequence = next;
    pool.put(
        sequence, new Tx(sign(-1, false, sequence, now.plus(Duration.ofSeconds(9))), -1, false));
  }

  void forgetPool() {
    pool.clear();
  }
}
