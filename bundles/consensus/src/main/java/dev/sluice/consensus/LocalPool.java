/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transactions of this node's own clients, kept until they are confirmed or refused for good, and
 * handed to whoever leads.
 */
final class LocalPool {
  private static final class Entry {
    private final SignedTransaction transaction;
    private final long since;
    private Optional<Key> verifiedBy = Optional.empty();

    Entry(SignedTransaction transaction, long since) {
      this.transaction = transaction;
      this.since = since;
    }

    SignedTransaction transaction() {
      return transaction;
    }

    long since() {
      return since;
    }

    long sequence() {
      return transaction.transaction().sequence();
    }
  }

  private final Core core;
  private final Map<AccountAddress, ArrayDeque<Entry>> bySender = new LinkedHashMap<>();
  private int count;
  private long bytes;

  LocalPool(Core core) {
    this.core = core;
  }

  int size() {
    return count;
  }

  /** A local client's transaction. */
  void submit(SignedTransaction signed) {
    ArrayDeque<Entry> entries = bySender.get(signed.transaction().sender());
    if (entries != null
        && !entries.isEmpty()
        && signed.transaction().sequence() <= entries.getLast().sequence()
        && entries.stream().anyMatch(e -> e.transaction().equals(signed))) {
      core.count(RefusalCode.DUPLICATE);
      return;
    }
    Optional<RefusalCode> refused = check(signed);
    if (refused.isEmpty() && core.epochs.isLeader()) {
      refused = core.admission.submit(Optional.empty(), signed);
    }
    if (refused.isPresent()) {
      publishRefusal(signed, refused.get());
      return;
    }
    keep(signed);
    if (!core.epochs.isLeader()) {
      core.paths.toLeader(new Submit(signed));
    }
  }

  private Optional<RefusalCode> check(SignedTransaction signed) {
    ClientTransaction transaction = signed.transaction();
    if (core.standing.is(MemberState.CLOSED)) {
      return Optional.of(RefusalCode.CLOSED);
    }
    if (core.standing.is(MemberState.AMNESIA_HOLD)) {
      return Optional.of(RefusalCode.AMNESIA);
    }
    if (!core.standing.maySign()) {
      return Optional.of(RefusalCode.NOT_MEMBER);
    }
    if (signed.size() > core.config.maxTxBytes()) {
      return Optional.of(RefusalCode.TOO_LARGE);
    }
    if (!transaction.domain().equals(core.domain)) {
      return Optional.of(RefusalCode.WRONG_DOMAIN);
    }
    if (core.standing.halted()) {
      return Optional.of(RefusalCode.EXIT_OPEN);
    }
    if (core.locks.epoch() < core.epochs.promised()) {
      return Optional.of(RefusalCode.ELECTION_IN_PROGRESS);
    }
    Optional<LogState.Account> account = core.log.confirmed().log().account(transaction.sender());
    if (account.isEmpty()) {
      return Optional.of(RefusalCode.NOT_MEMBER);
    }
    if (account.get().standing() != LogState.Standing.MEMBER) {
      return Optional.of(RefusalCode.FROZEN);
    }
    if (transaction.maxGas() > core.config.maxGas()) {
      return Optional.of(RefusalCode.GAS_BOUND);
    }
    if (transaction.expiryHeight() <= core.log.confirmed().lastHeight()) {
      return Optional.of(RefusalCode.EXPIRED);
    }
    if (core.rules.on(RuleSwitch.SEQUENCE)
        && account.filter(a -> transaction.sequence() <= a.sequence()).isPresent()) {
      return Optional.of(RefusalCode.SEQUENCE_USED);
    }
    ArrayDeque<Entry> entries = bySender.get(transaction.sender());
    if (entries != null
        && !entries.isEmpty()
        && transaction.sequence() <= entries.getLast().sequence()) {
      return Optional.of(RefusalCode.SEQUENCE_BEHIND);
    }
    boolean full =
        count >= Bounds.MAX_PENDING_TX
            || bytes + signed.size() > Bounds.MAX_PENDING_BYTES
            || (entries != null && entries.size() >= Bounds.MAX_PENDING_PER_SENDER);
    return full ? Optional.of(RefusalCode.OVERLOADED) : Optional.empty();
  }

  private void keep(SignedTransaction signed) {
    bySender
        .computeIfAbsent(signed.transaction().sender(), key -> new ArrayDeque<>())
        .add(new Entry(signed, core.now));
    count++;
    bytes += signed.size();
    core.timers.start(TimerName.DEMAND, Limits.DEMAND_MS);
  }

  private void publishRefusal(SignedTransaction signed, RefusalCode code) {
    RefusalCode told = code;
    Optional<TxResult> first = Optional.empty();
    if (code == RefusalCode.SEQUENCE_USED) {
      first = firstResult(signed);
      told = first.isPresent() ? RefusalCode.DUPLICATE : code;
    }
    core.count(told);
    long retry = code == RefusalCode.ELECTION_IN_PROGRESS ? Limits.HEARTBEAT_MS : 0;
    core.publish(new Publication.Refused(signed, told, retry, first));
  }

  /** The result of the same transaction if it stands in one of the latest batches. */
  private Optional<TxResult> firstResult(SignedTransaction signed) {
    Optional<TxResult> result = resultIn(core.log.confirmed(), signed);
    int looked = 0;
    for (Block block : core.log.newestRecent()) {
      if (result.isPresent() || looked++ == Limits.DUPLICATE_LOOKBACK) {
        return result;
      }
      result = resultIn(block, signed);
    }
    return result;
  }

  private static Optional<TxResult> resultIn(Block block, SignedTransaction signed) {
    int position = block.body().transactions().indexOf(signed);
    return position < 0 ? Optional.empty() : Optional.of(block.outcome().results().get(position));
  }

  /** The leader's refusal of a transaction that is kept here. */
  void refused(SignedTransaction signed, RefusalCode code) {
    ArrayDeque<Entry> entries = bySender.get(signed.transaction().sender());
    if (entries != null && entries.removeIf(e -> e.transaction().equals(signed))) {
      removed(signed);
    }
    publishRefusal(signed, code);
  }

  private void removed(SignedTransaction signed) {
    count--;
    bytes -= signed.size();
  }

  /** A batch is confirmed: what it holds, or makes impossible, goes. */
  void confirmed(Block block) {
    if (count == 0) {
      return;
    }
    BatchBody body = block.body();
    for (Transaction transaction : body.transactions()) {
      if (transaction instanceof SignedTransaction signed) {
        confirmed(signed);
      }
    }
    bySender.values().removeIf(ArrayDeque::isEmpty);
  }

  private void confirmed(SignedTransaction signed) {
    ArrayDeque<Entry> entries = bySender.get(signed.transaction().sender());
    if (entries == null) {
      return;
    }
    long sequence = signed.transaction().sequence();
    while (!entries.isEmpty() && entries.peek().sequence() <= sequence) {
      SignedTransaction own = entries.remove().transaction();
      removed(own);
      if (!own.equals(signed)) {
        core.count(RefusalCode.SEQUENCE_USED);
        core.publish(new Publication.Refused(own, RefusalCode.SEQUENCE_USED, 0, Optional.empty()));
      }
    }
  }

  /** The epoch is open: hands everything in again. */
  void resubmit() {
    boolean leader = core.epochs.isLeader();
    List<SignedTransaction> refusals = new ArrayList<>();
    List<RefusalCode> codes = new ArrayList<>();
    for (ArrayDeque<Entry> entries : bySender.values()) {
      for (Entry entry : entries) {
        if (!leader) {
          core.paths.toLeader(new Submit(entry.transaction()));
          continue;
        }
        core.admission
            .submit(Optional.empty(), entry.transaction())
            .filter(code -> code == RefusalCode.EXPIRED || code == RefusalCode.FROZEN)
            .ifPresent(
                code -> {
                  refusals.add(entry.transaction());
                  codes.add(code);
                });
      }
    }
    for (int i = 0; i < refusals.size(); i++) {
      refused(refusals.get(i), codes.get(i));
    }
  }

  /** Timer DEMAND: drops what has expired, hands in again and demands what is overlooked. */
  void demand() {
    expire();
    if (count == 0) {
      return;
    }
    core.timers.set(TimerName.DEMAND, Limits.DEMAND_MS);
    if (core.epochs.isLeader() || !core.standing.maySign()) {
      return;
    }
    LogState tip = tip().log();
    List<Entry> late = new ArrayList<>();
    for (Map.Entry<AccountAddress, ArrayDeque<Entry>> sender : bySender.entrySet()) {
      long included = tip.account(sender.getKey()).map(LogState.Account::sequence).orElse(0L);
      for (Entry entry : sender.getValue()) {
        if (late.size() < core.config.maxDemands()
            && entry.sequence() > included
            && core.now - entry.since() >= Limits.DEMAND_MS) {
          late.add(entry);
        }
      }
    }
    late.forEach(this::demand);
  }

  /**
   * Others refuse a demand with a wrong signature and count it against this node; a client's is
   * looked at before the first one.
   */
  private void demand(Entry entry) {
    SignedTransaction signed = entry.transaction();
    Optional<Key> key =
        core.log
            .confirmed()
            .log()
            .account(signed.transaction().sender())
            .map(LogState.Account::txKey);
    if (key.isEmpty()) {
      return;
    }
    if (entry.verifiedBy.equals(key)) {
      core.demands.demand(signed, key.get());
      return;
    }
    core.effects.verify(
        false,
        List.of(new SignatureCheck(key.get(), signed.message(), signed.signature(), false)),
        valid -> {
          if (valid.get(0)) {
            entry.verifiedBy = key;
            core.demands.demand(signed, key.get());
          } else {
            refused(signed, RefusalCode.BAD_SIGNATURE);
          }
        });
  }

  private Block tip() {
    return core.epochs
        .lastSigned()
        .flatMap(last -> core.log.get(last.hash()))
        .filter(block -> block.batch() > core.log.confirmed().batch())
        .orElse(core.log.confirmed());
  }

  private void expire() {
    long height = core.log.confirmed().lastHeight();
    List<SignedTransaction> gone = new ArrayList<>();
    for (ArrayDeque<Entry> entries : bySender.values()) {
      for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
        SignedTransaction signed = i.next().transaction();
        if (signed.transaction().expiryHeight() <= height) {
          i.remove();
          gone.add(signed);
        }
      }
    }
    for (SignedTransaction signed : gone) {
      removed(signed);
      publishRefusal(signed, RefusalCode.EXPIRED);
    }
    bySender.values().removeIf(ArrayDeque::isEmpty);
  }

  /** Whether a transaction has waited longer than {@code age} milliseconds. */
  boolean hasOlderThan(long age) {
    for (ArrayDeque<Entry> entries : bySender.values()) {
      if (!entries.isEmpty() && core.now - entries.peek().since() > age) {
        return true;
      }
    }
    return false;
  }
}
