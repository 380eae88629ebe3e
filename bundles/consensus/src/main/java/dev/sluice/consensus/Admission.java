/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The leader's queue: what was checked and waits for a place in a batch (section 7.3). */
final class Admission {
  /** Groups whose signatures are being verified at once. */
  private static final int OPEN_GROUPS = 2;

  private record Candidate(Optional<Key> peer, SignedTransaction transaction) {}

  private static final class Group {
    private final List<Candidate> candidates;
    private Optional<List<Boolean>> valid = Optional.empty();

    Group(List<Candidate> candidates) {
      this.candidates = candidates;
    }
  }

  private static final class Sender {
    private long lastQueued;
    private int count;
  }

  private final Core core;
  private final ArrayDeque<Candidate> unverified = new ArrayDeque<>();
  private final ArrayDeque<Group> groups = new ArrayDeque<>();
  private final ArrayDeque<SignedTransaction> queue = new ArrayDeque<>();
  private final Map<AccountAddress, Sender> senders = new HashMap<>();
  private long bytes;
  private int waiting;
  private int term;

  Admission(Core core) {
    this.core = core;
  }

  /** Another epoch: members hand in again what is theirs. */
  void clear() {
    term++;
    unverified.clear();
    groups.clear();
    queue.clear();
    senders.clear();
    bytes = 0;
    waiting = 0;
  }

  /** Transactions that were taken and are not ordered yet. */
  int pending() {
    return waiting;
  }

  /**
   * Takes a transaction or says why not.
   *
   * @param peer who handed it in; empty for local clients
   */
  Optional<RefusalCode> submit(Optional<Key> peer, SignedTransaction signed) {
    Optional<RefusalCode> refused = check(signed);
    if (refused.isPresent()) {
      return refused;
    }
    unverified.add(new Candidate(peer, signed));
    waiting++;
    bytes += signed.size();
    return Optional.empty();
  }

  private Optional<RefusalCode> check(SignedTransaction signed) {
    if (!core.standing.is(MemberState.LEADING)) {
      return Optional.of(
          core.epochs.isLeader() ? RefusalCode.ELECTION_IN_PROGRESS : RefusalCode.NOT_LEADER);
    }
    ClientTransaction transaction = signed.transaction();
    if (signed.size() > core.config.maxTxBytes()) {
      return Optional.of(RefusalCode.TOO_LARGE);
    }
    if (!transaction.domain().equals(core.domain)) {
      return Optional.of(RefusalCode.WRONG_DOMAIN);
    }
    if (!core.leader.isOrdering()) {
      return Optional.of(RefusalCode.ELECTION_IN_PROGRESS);
    }
    if (core.standing.halted()) {
      return Optional.of(RefusalCode.EXIT_OPEN);
    }
    Block newest = core.leader.newest().orElseThrow();
    Optional<LogState.Account> account = newest.log().account(transaction.sender());
    if (account.isEmpty()) {
      return Optional.of(RefusalCode.NOT_MEMBER);
    }
    if (account.get().standing() != LogState.Standing.MEMBER) {
      return Optional.of(RefusalCode.FROZEN);
    }
    if (transaction.maxGas() > core.config.maxGas()) {
      return Optional.of(RefusalCode.GAS_BOUND);
    }
    if (transaction.expiryHeight() <= newest.lastHeight()) {
      return Optional.of(RefusalCode.EXPIRED);
    }
    if (core.rules.on(RuleSwitch.SEQUENCE)) {
      if (transaction.sequence() <= account.get().sequence()) {
        return Optional.of(RefusalCode.SEQUENCE_USED);
      }
      Sender sender = senders.get(transaction.sender());
      if (sender != null && transaction.sequence() <= sender.lastQueued) {
        return Optional.of(RefusalCode.SEQUENCE_BEHIND);
      }
    }
    Sender sender = senders.get(transaction.sender());
    boolean full =
        waiting >= Bounds.MAX_PENDING_TX
            || bytes + signed.size() > Bounds.MAX_PENDING_BYTES
            || (sender != null && sender.count >= Bounds.MAX_PENDING_PER_SENDER);
    return full ? Optional.of(RefusalCode.OVERLOADED) : Optional.empty();
  }

  /** Sends what has arrived to be verified, in groups. */
  void flush() {
    while (!unverified.isEmpty() && groups.size() < OPEN_GROUPS) {
      List<Candidate> candidates = new ArrayList<>();
      List<SignatureCheck> checks = new ArrayList<>();
      LogState log = core.leader.newest().map(Block::log).orElse(core.log.confirmed().log());
      while (!unverified.isEmpty() && candidates.size() < Limits.ADMISSION_GROUP) {
        Candidate candidate = unverified.remove();
        SignedTransaction signed = candidate.transaction();
        Optional<LogState.Account> account = log.account(signed.transaction().sender());
        if (account.isEmpty()) {
          release(signed);
          continue;
        }
        candidates.add(candidate);
        checks.add(
            new SignatureCheck(account.get().txKey(), signed.message(), signed.signature(), false));
      }
      Group group = new Group(candidates);
      groups.add(group);
      int started = term;
      boolean asked =
          core.effects.verify(
              false,
              checks,
              valid -> {
                if (started == term) {
                  group.valid = Optional.of(valid);
                  drain();
                }
              });
      if (!asked) {
        groups.removeLast();
        candidates.forEach(c -> refuse(c, RefusalCode.OVERLOADED));
      }
    }
  }

  /** Queues verified groups in the order in which they came. */
  private void drain() {
    while (!groups.isEmpty() && groups.peek().valid.isPresent()) {
      Group group = groups.remove();
      List<Boolean> valid = group.valid.orElseThrow();
      for (int i = 0; i < valid.size(); i++) {
        Candidate candidate = group.candidates.get(i);
        if (!valid.get(i)) {
          refuse(candidate, RefusalCode.BAD_SIGNATURE);
        } else {
          queue(candidate);
        }
      }
    }
  }

  private void queue(Candidate candidate) {
    ClientTransaction transaction = candidate.transaction().transaction();
    Sender sender = senders.computeIfAbsent(transaction.sender(), key -> new Sender());
    if (transaction.sequence() <= sender.lastQueued && core.rules.on(RuleSwitch.SEQUENCE)) {
      refuse(candidate, RefusalCode.SEQUENCE_BEHIND);
      return;
    }
    sender.lastQueued = transaction.sequence();
    sender.count++;
    queue.add(candidate.transaction());
  }

  private void refuse(Candidate candidate, RefusalCode code) {
    release(candidate.transaction());
    if (candidate.peer().isPresent()) {
      Key peer = candidate.peer().get();
      if (code == RefusalCode.BAD_SIGNATURE) {
        core.peers.drop(peer, code);
      } else {
        core.count(code);
      }
      core.peers.refuse(peer, code, candidate.transaction().hash(), 0);
    } else {
      core.pool.refused(candidate.transaction(), code);
    }
  }

  private void release(SignedTransaction signed) {
    waiting--;
    bytes -= signed.size();
  }

  /** Moves transactions into a body while there is room. */
  void fill(BodyBuilder body) {
    while (!queue.isEmpty() && !body.isFull() && body.client(queue.peek())) {
      SignedTransaction signed = queue.remove();
      release(signed);
      Sender sender = senders.get(signed.transaction().sender());
      if (sender != null) {
        sender.count--;
      }
    }
  }
}
