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

  /**
   * A transaction on its way.
   *
   * @param key by which its signature is verified
   */
  private record Candidate(
      Optional<Key> peer, SignedTransaction transaction, Sender sender, Key key) {}

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
  private final ArrayDeque<Candidate> queue = new ArrayDeque<>();
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
    Block newest = core.leader.newest().orElseThrow();
    AccountAddress address = signed.transaction().sender();
    Optional<LogState.Account> account = newest.log().account(address);
    if (account.isEmpty()) {
      return Optional.of(RefusalCode.NOT_MEMBER);
    }
    Sender sender = senders.computeIfAbsent(address, key -> new Sender());
    refused = check(signed, account.get(), sender, newest.lastHeight());
    if (refused.isEmpty()) {
      unverified.add(new Candidate(peer, signed, sender, account.get().txKey()));
      waiting++;
      bytes += signed.size();
    }
    return refused;
  }

  private Optional<RefusalCode> check(SignedTransaction signed) {
    if (!core.standing.is(MemberState.LEADING)) {
      return Optional.of(
          core.epochs.isLeader() ? RefusalCode.ELECTION_IN_PROGRESS : RefusalCode.NOT_LEADER);
    }
    if (signed.size() > core.config.maxTxBytes()) {
      return Optional.of(RefusalCode.TOO_LARGE);
    }
    if (!signed.transaction().domain().equals(core.domain)) {
      return Optional.of(RefusalCode.WRONG_DOMAIN);
    }
    if (!core.leader.isOrdering()) {
      return Optional.of(RefusalCode.ELECTION_IN_PROGRESS);
    }
    return core.standing.halted() ? Optional.of(RefusalCode.EXIT_OPEN) : Optional.empty();
  }

  private Optional<RefusalCode> check(
      SignedTransaction signed, LogState.Account account, Sender sender, long lastHeight) {
    ClientTransaction transaction = signed.transaction();
    if (account.standing() != LogState.Standing.MEMBER) {
      return Optional.of(RefusalCode.FROZEN);
    }
    if (transaction.maxGas() > core.config.maxGas()) {
      return Optional.of(RefusalCode.GAS_BOUND);
    }
    if (transaction.expiryHeight() <= lastHeight) {
      return Optional.of(RefusalCode.EXPIRED);
    }
    if (core.rules.on(RuleSwitch.SEQUENCE)) {
      if (transaction.sequence() <= account.sequence()) {
        return Optional.of(RefusalCode.SEQUENCE_USED);
      }
      if (transaction.sequence() <= sender.lastQueued) {
        return Optional.of(RefusalCode.SEQUENCE_BEHIND);
      }
    }
    boolean full =
        waiting >= Bounds.MAX_PENDING_TX
            || bytes + signed.size() > Bounds.MAX_PENDING_BYTES
            || sender.count >= Bounds.MAX_PENDING_PER_SENDER;
    return full ? Optional.of(RefusalCode.OVERLOADED) : Optional.empty();
  }

  /** Sends what has arrived to be verified, in groups. */
  void flush() {
    while (!unverified.isEmpty() && groups.size() < OPEN_GROUPS) {
      List<Candidate> candidates = new ArrayList<>();
      List<SignatureCheck> checks = new ArrayList<>();
      while (!unverified.isEmpty() && candidates.size() < Limits.ADMISSION_GROUP) {
        Candidate candidate = unverified.remove();
        SignedTransaction signed = candidate.transaction();
        candidates.add(candidate);
        checks.add(
            new SignatureCheck(candidate.key(), signed.message(), signed.signature(), false));
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
    Sender sender = candidate.sender();
    if (transaction.sequence() <= sender.lastQueued && core.rules.on(RuleSwitch.SEQUENCE)) {
      refuse(candidate, RefusalCode.SEQUENCE_BEHIND);
      return;
    }
    sender.lastQueued = transaction.sequence();
    sender.count++;
    queue.add(candidate);
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
    while (!queue.isEmpty()
        && !body.isFull()
        && body.client(queue.peek().transaction(), queue.peek().key())) {
      Candidate done = queue.remove();
      release(done.transaction());
      done.sender().count--;
    }
  }
}
