/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.BcsReader;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.NoConfidenceMessage;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Votes a leader down that makes no progress (rule 26, section 8.4). */
final class NoConfidences {
  private final Core core;
  private final TreeMap<Integer, Signature> collected = new TreeMap<>();
  private Optional<NoConfidence> about = Optional.empty();
  private Optional<NoConfidenceMessage> own = Optional.empty();
  private long enteredAt = Long.MIN_VALUE / 2;
  private int expirations;
  private int renewals;

  NoConfidences(Core core) {
    this.core = core;
  }

  /**
   * Statements stay good while leader, reign and set are the same. A leader that renews its epoch
   * is given time for that once; if it renews again before work has moved on it gets no more, or it
   * could stall for ever by renewing in time.
   */
  void epochChanged() {
    Optional<NoConfidence> now = statement(0);
    boolean same = now.isPresent() && about.filter(a -> isSame(a, now.get())).isPresent();
    renewals = same ? renewals + 1 : 0;
    if (!same) {
      collected.clear();
      own = Optional.empty();
      about = now;
    } else if (core.standing.maySign()) {
      // The leader took a new epoch for itself before the claim was there: the verdict stands.
      tryClaim();
    }
    if (!isRenewedAgain()) {
      enteredAt = core.now;
      expirations = 0;
    }
  }

  /** A promise or a start: the time for progress runs, unless it did already. */
  void startPatience() {
    if (isRenewedAgain()) {
      core.timers.start(TimerName.NO_PROGRESS, Limits.NO_PROGRESS_MS);
    } else {
      core.timers.set(TimerName.NO_PROGRESS, Limits.NO_PROGRESS_MS);
    }
  }

  /** An opening is certified; those of repeated renewals are no progress. */
  void opened() {
    if (!isRenewedAgain()) {
      core.standing.progress();
    }
  }

  /** A batch that is not empty is certified or confirmed. */
  void progressed() {
    renewals = 0;
  }

  private boolean isRenewedAgain() {
    return renewals > 1;
  }

  private static boolean isSame(NoConfidence a, NoConfidence b) {
    return a.leader().equals(b.leader())
        && a.reignEpoch() == b.reignEpoch()
        && a.setVersion() == b.setVersion();
  }

  private Optional<NoConfidence> statement(int index) {
    return core.epochs
        .current()
        .flatMap(
            e ->
                e.leaderAddress()
                    .map(
                        leader ->
                            new NoConfidence(
                                core.domain, leader, e.reignEpoch(), e.setVersion(), index)));
  }

  /** A statement of an earlier run that is in the journal. */
  void restore(JournalRecord.Signed record) {
    NoConfidence restored = BcsReader.read(record.statement().toArray(), NoConfidence::read);
    own = Optional.of(new NoConfidenceMessage(restored, record.signature()));
    about = Optional.of(restored);
  }

  /** Timer NO_PROGRESS. */
  void expired() {
    core.timers.set(TimerName.NO_PROGRESS, Limits.NO_PROGRESS_MS);
    if (!core.standing.maySign()) {
      return;
    }
    Optional<MemberSet> set = core.epochs.set();
    boolean patient =
        core.rules.off(RuleSwitch.NO_CONFIDENCE)
            || set.isEmpty()
            || core.epochs.index() < 0
            || core.epochs.isLeader()
            || core.epochs.leader().isEmpty()
            || set.get().size() < core.config.minSigners()
            || core.settlements.exitCloses()
            || core.now - enteredAt < Limits.NO_PROGRESS_MS
            || core.now - core.chain.heardAt() > core.config.live();
    if (!isWorkPending()) {
      renewals = 0;
    } else if (!patient) {
      act(set.orElseThrow());
    }
  }

  private void act(MemberSet set) {
    expirations++;
    if (set.size() == 2) {
      if (expirations >= 2 && core.chain.exit().isEmpty()) {
        core.effects.call(new ContractCall.ReportWithheld(), outcome -> {});
      }
      return;
    }
    say(set);
  }

  /** Whether something waits that a good leader would have done by now. */
  private boolean isWorkPending() {
    Block confirmed = core.log.confirmed();
    boolean tickLate =
        core.config.tickInterval() > 0
            && confirmed.batch() > 0
            && core.now
                > confirmed.log().tickTime() + core.config.tickInterval() + Limits.NO_PROGRESS_MS;
    return (!core.standing.halted() && core.pool.hasOlderThan(Limits.NO_PROGRESS_MS))
        || core.demands.anyOverdue()
        || core.log.hasUnconfirmedWork()
        || tickLate
        || core.locks.epoch() < core.epochs.promised()
        || core.chain.operationAfter(confirmed.log().opSeq()).isPresent();
  }

  private void say(MemberSet set) {
    if (own.isPresent()) {
      tell(set);
      return;
    }
    NoConfidence statement = statement(core.epochs.index()).orElseThrow();
    Signature signature = core.sign(statement);
    NoConfidenceMessage message = new NoConfidenceMessage(statement, signature);
    own = Optional.of(message);
    about = Optional.of(statement);
    core.persist(
        List.of(Core.signed(statement, signature)),
        () -> {
          if (own.filter(message::equals).isPresent()) {
            collected.put(core.epochs.index(), signature);
            tell(set);
          }
        });
  }

  private void tell(MemberSet set) {
    List<Key> others = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (i != core.epochs.index()) {
        others.add(set.member(i).peerKey());
      }
    }
    own.ifPresent(message -> core.peers.send(others, message));
    own.ifPresent(message -> collected.put(core.epochs.index(), message.signature()));
    tryClaim();
  }

  void onMessage(Key peer, NoConfidenceMessage message) {
    NoConfidence said = message.statement();
    Optional<MemberSet> set = core.epochs.set();
    Optional<NoConfidence> now = statement(said.index());
    if (set.isEmpty() || now.isEmpty() || !said.equals(now.get())) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    int leader = core.epochs.current().orElseThrow().leader();
    if (said.index() >= set.get().size() || said.index() == leader) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (collected.containsKey(said.index())) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    core.effects.verify(
        false,
        List.of(
            new SignatureCheck(
                set.get().member(said.index()).memberKey(),
                said.encode(),
                message.signature(),
                core.certificates.strict())),
        valid -> {
          if (!valid.get(0)) {
            core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
          } else if (statement(said.index()).filter(said::equals).isPresent()) {
            about = Optional.of(said);
            collected.put(said.index(), message.signature());
            tryClaim();
          }
        });
  }

  private void tryClaim() {
    Optional<NoConfidenceProof> proof = proof();
    if (proof.isPresent() && !core.epochs.isLeader()) {
      core.claims.noConfidence();
    }
  }

  /** The proof for the contract, once enough others agree. */
  Optional<NoConfidenceProof> proof() {
    Optional<MemberSet> set = core.epochs.set();
    Optional<NoConfidence> now = statement(0);
    if (set.isEmpty() || now.isEmpty() || set.get().size() < 3) {
      return Optional.empty();
    }
    if (collected.size() < Quorum.majority(set.get().size() - 1)) {
      return Optional.empty();
    }
    long signers = 0;
    for (int index : collected.keySet()) {
      signers |= 1L << index;
    }
    return Optional.of(
        new NoConfidenceProof(
            now.get().leader(),
            now.get().reignEpoch(),
            now.get().setVersion(),
            signers,
            List.copyOf(collected.values())));
  }
}
