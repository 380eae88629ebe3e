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
  /** Bytes kept for the count of transactions. */
  private static final int COUNT = 4;

  /** Bytes kept for a tick while it is due. */
  private static final int RESERVE = 32;

  private final Core core;
  private final BatchRules.Place place;
  private final LogBuilder log;
  private final List<Transaction> transactions = new ArrayList<>();
  private final boolean tickDue;
  private long room;
  private int places;

  BodyBuilder(Core core, BatchRules.Place place) {
    this.core = core;
    this.place = place;
    log = new LogBuilder(place.parent());
    tickDue = core.batchRules.tickDue(place.parent(), place.time());
    room = core.config.maxBatchBytes() - COUNT - (tickDue ? RESERVE : 0);
    places = core.config.maxBatchTxs() - (tickDue ? 1 : 0);
  }

  /** Whether a tick must come after the operations. */
  boolean isTickDue() {
    return tickDue;
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
    if (size > room || transactions.size() >= places) {
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

  /** Adds the tick that is due, in the place kept for it. */
  void tick() {
    places++;
    room += RESERVE;
    system(new SystemTransaction.Tick(place.parent().log().tickNumber() + 1));
  }

  /** Adds a system transaction that names the header's position; false if there is no room. */
  boolean system(SystemTransaction.Kind kind) {
    SystemTransaction transaction = new SystemTransaction(place.chainSeq(), kind);
    return add(transaction, BatchBody.sizeOf(transaction));
  }

  /**
   * Adds a client transaction, or passes over it if it is not valid any more.
   *
   * @param key by which its signature was verified: whoever came back may have another now
   * @return false if there is no room: it keeps its place in the queue
   */
  boolean client(SignedTransaction signed, Key key) {
    ClientTransaction transaction = signed.transaction();
    LogBuilder.Entry account = log.account(transaction.sender());
    boolean valid =
        account.txKey().equals(key)
            && core.batchRules.isValid(
                transaction, signed.size(), height(), account.isMember(), account.sequence());
    if (!valid) {
      return true;
    }
    if (!add(signed, signed.size() + 1)) {
      return false;
    }
    account.use(transaction.sequence());
    return true;
  }

  /** Whether no further transaction fits. */
  boolean isFull() {
    return transactions.size() >= places || room <= 0;
  }
}
