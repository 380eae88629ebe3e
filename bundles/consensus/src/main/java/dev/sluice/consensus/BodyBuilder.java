/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch body being filled within its bounds, with transactions that may stand where they come.
 */
final class BodyBuilder {
  /** Room kept for the count of transactions and for one request or checkpoint at the end. */
  private static final int RESERVE = 64;

  private final Core core;
  private final BatchRules.Place place;
  private final LogBuilder log;
  private final List<Transaction> transactions = new ArrayList<>();
  private long room;

  BodyBuilder(Core core, BatchRules.Place place) {
    this.core = core;
    this.place = place;
    log = new LogBuilder(place.parent());
    room = core.config.maxBatchBytes() - RESERVE;
  }

  LogBuilder log() {
    return log;
  }

  boolean isEmpty() {
    return transactions.isEmpty();
  }

  /** Height the next transaction gets. */
  long height() {
    return place.parent().lastHeight() + 1 + transactions.size();
  }

  List<Transaction> transactions() {
    return transactions;
  }

  private boolean add(Transaction transaction, int size) {
    if (size > room || transactions.size() >= core.config.maxBatchTxs()) {
      return false;
    }
    room -= size;
    transactions.add(transaction);
    return true;
  }

  /** Adds the next chain operation; false if there is no room. */
  boolean operation(long seq, ChainOpBody operation) {
    SystemTransaction transaction =
        new SystemTransaction(seq, new SystemTransaction.ChainOp(seq, operation));
    if (!add(transaction, BatchBody.sizeOf(transaction))) {
      return false;
    }
    log.operation(seq, operation);
    return true;
  }

  /** Adds a system transaction that names the header's position. */
  void system(SystemTransaction.Kind kind) {
    SystemTransaction transaction = new SystemTransaction(place.chainSeq(), kind);
    transactions.add(transaction);
    room -= BatchBody.sizeOf(transaction);
  }

  /**
   * Adds a client transaction, or passes over it if it is not valid any more.
   *
   * @param key by which its signature was verified: whoever came back may have another now
   * @return false if there is no room: it keeps its place in the queue
   */
  boolean client(SignedTransaction signed, Key key) {
    ClientTransaction transaction = signed.transaction();
    boolean valid =
        log.txKey(transaction.sender()).equals(key)
            && core.batchRules.isValid(
                transaction,
                signed.size(),
                height(),
                log.isMember(transaction.sender()),
                log.sequence(transaction.sender()));
    if (!valid) {
      return true;
    }
    if (!add(signed, signed.size() + 1)) {
      return false;
    }
    log.use(transaction.sender(), transaction.sequence());
    return true;
  }

  /** Whether no further transaction fits. */
  boolean isFull() {
    return transactions.size() >= core.config.maxBatchTxs() || room <= 0;
  }
}
