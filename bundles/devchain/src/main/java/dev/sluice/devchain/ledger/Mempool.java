/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Transactions that wait, by sender and sequence number. Those whose turn has not come are parked.
 * Thread-safe.
 */
final class Mempool {
  private final int capacity;
  private final int perSender;
  private final Map<Bytes, PendingTransaction> byHash = new HashMap<>();
  private final Map<AccountAddress, NavigableMap<Long, PendingTransaction>> bySender =
      new HashMap<>();

  /** Senders who may have a transaction whose turn has come, the longest waiting first. */
  private final LinkedHashSet<AccountAddress> ready = new LinkedHashSet<>();

  Mempool(int capacity, int perSender) {
    this.capacity = capacity;
    this.perSender = perSender;
  }

  synchronized int size() {
    return byHash.size();
  }

  /** A transaction that waits or is being executed. */
  synchronized Optional<PendingTransaction> find(Bytes hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  /**
   * Takes a transaction; one that is here already is left alone.
   *
   * @throws LedgerException MEMPOOL_IS_FULL, or INVALID_TRANSACTION_UPDATE if another with the same
   *     sequence number waits and pays as much
   */
  synchronized void add(PendingTransaction transaction) {
    if (byHash.containsKey(transaction.hash())) {
      return;
    }
    NavigableMap<Long, PendingTransaction> waiting =
        bySender.computeIfAbsent(transaction.sender(), key -> new TreeMap<>(Long::compareUnsigned));
    try {
      PendingTransaction same = waiting.get(transaction.sequence());
      if (same != null) {
        if (Long.compareUnsigned(transaction.gasPrice(), same.gasPrice()) <= 0) {
          throw new LedgerException(
              LedgerException.Code.INVALID_TRANSACTION_UPDATE,
              "Another transaction with sequence number "
                  + Long.toUnsignedString(transaction.sequence())
                  + " waits; only a higher gas price replaces it");
        }
        byHash.remove(same.hash());
      } else if (byHash.size() >= capacity) {
        throw full("The mempool is full: " + capacity + " transactions wait");
      } else if (waiting.size() >= perSender) {
        throw full(perSender + " transactions of " + transaction.sender() + " wait already");
      }
      waiting.put(transaction.sequence(), transaction);
      byHash.put(transaction.hash(), transaction);
      ready.add(transaction.sender());
    } finally {
      if (waiting.isEmpty()) {
        bySender.remove(transaction.sender());
      }
    }
  }

  private static LedgerException full(String message) {
    return new LedgerException(LedgerException.Code.MEMPOOL_IS_FULL, message);
  }

  /**
   * The transactions whose turn has come, each after those of the same sender before it. They stay
   * known by their hash until {@link #forget}.
   *
   * @param nextSequence next sequence number of an account
   */
  synchronized List<PendingTransaction> take(int max, ToLongFunction<AccountAddress> nextSequence) {
    List<PendingTransaction> taken = new ArrayList<>();
    Iterator<AccountAddress> senders = ready.iterator();
    while (senders.hasNext() && taken.size() < max) {
      AccountAddress sender = senders.next();
      NavigableMap<Long, PendingTransaction> waiting = bySender.get(sender);
      if (waiting == null) {
        senders.remove();
        continue;
      }
      long next = nextSequence.applyAsLong(sender);
      NavigableMap<Long, PendingTransaction> old = waiting.headMap(next, false);
      old.values().forEach(transaction -> byHash.remove(transaction.hash()));
      old.clear();
      PendingTransaction transaction = waiting.remove(next);
      while (transaction != null) {
        taken.add(transaction);
        next++;
        transaction = taken.size() < max ? waiting.remove(next) : null;
      }
      if (!waiting.containsKey(next)) {
        senders.remove();
      }
      if (waiting.isEmpty()) {
        bySender.remove(sender);
      }
    }
    return taken;
  }

  /** Whether some sender's turn may have come. */
  synchronized boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Forgets a transaction that was taken: it was executed or refused. */
  synchronized void forget(PendingTransaction transaction) {
    byHash.remove(transaction.hash());
    if (bySender.containsKey(transaction.sender())) {
      ready.add(transaction.sender());
    }
  }

  /** Drops those that wait in vain, and returns them. */
  synchronized List<PendingTransaction> drop(Predicate<PendingTransaction> inVain) {
    List<PendingTransaction> dropped = new ArrayList<>();
    bySender
        .values()
        .removeIf(
            waiting -> {
              waiting
                  .values()
                  .removeIf(
                      transaction -> {
                        boolean drop = inVain.test(transaction);
                        if (drop) {
                          byHash.remove(transaction.hash());
                          dropped.add(transaction);
                        }
                        return drop;
                      });
              return waiting.isEmpty();
            });
    return dropped;
  }
}
