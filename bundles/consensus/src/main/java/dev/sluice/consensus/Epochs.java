/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.BcsReader;
import dev.sluice.consensus.api.message.AckedBatch;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.SignedStatus;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Promises and statuses (rule 6): which epoch the member acts in and what it has signed so far. */
final class Epochs {
  /** The last header this member signed, its own or the leader's. */
  record LastSigned(CatchUpBatch batch, Hash hash) {
    long epoch() {
      return batch.header().epoch();
    }

    long number() {
      return batch.header().batch();
    }
  }

  private final Core core;
  private long promised;
  private Optional<EpochInfo> current = Optional.empty();
  private Optional<MemberSet> currentSet = Optional.empty();
  private int currentIndex = -1;
  private Optional<LastSigned> lastSigned = Optional.empty();
  private Optional<SignedStatus> status = Optional.empty();
  private boolean statusSaved;
  private boolean accepted;
  private long ledBeforeRestart;
  private long statusDelay = Limits.STATUS_MS;

  Epochs(Core core) {
    this.core = core;
  }

  /** The epoch promised; 0 = none. */
  long promised() {
    return promised;
  }

  /** The promised epoch as the contract opened it. */
  Optional<EpochInfo> current() {
    return current;
  }

  /** Set of the promised epoch. */
  Optional<MemberSet> set() {
    return currentSet;
  }

  /** Own index in that set, or -1. */
  int index() {
    return currentIndex;
  }

  private void use(EpochInfo epoch) {
    current = Optional.of(epoch);
    currentSet = core.chain.set(epoch.setVersion());
    currentIndex = currentSet.map(this::ownIndex).orElse(-1);
  }

  /** Own index in a set, or -1: address and key must be the own ones. */
  int ownIndex(MemberSet set) {
    int index = set.indexOf(core.settings.self());
    return index >= 0 && set.member(index).memberKey().equals(core.settings.signer().key())
        ? index
        : -1;
  }

  boolean isLeader() {
    return current.filter(e -> e.leader() >= 0 && e.leader() == index()).isPresent();
  }

  /** The leader of the promised epoch. */
  Optional<MemberRecord> leader() {
    return current
        .filter(e -> e.leader() >= 0)
        .flatMap(e -> currentSet.map(set -> set.member(e.leader())));
  }

  /** Whether a peer key is that of the leader of the promised epoch. */
  boolean isLeader(Key peer) {
    return leader().filter(l -> l.peerKey().equals(peer)).isPresent();
  }

  Optional<LastSigned> lastSigned() {
    return lastSigned;
  }

  /** The last header signed in the promised epoch. */
  Optional<LastSigned> lastSignedHere() {
    return lastSigned.filter(last -> last.epoch() == promised);
  }

  void signed(LastSigned last) {
    lastSigned = Optional.of(last);
  }

  /** A header of the promised epoch was accepted or seen certified. */
  void accepted() {
    accepted = true;
    core.timers.cancel(TimerName.STATUS);
    settle();
  }

  /** T1, T2: an epoch has opened and is final on the chain. */
  void opened(EpochInfo epoch) {
    if (epoch.epoch() <= promised
        || core.standing.isOver()
        || core.standing.is(MemberState.RECOVERING)
        || core.standing.is(MemberState.AMNESIA_HOLD)) {
      return;
    }
    enter(epoch);
    MemberSet set = core.chain.set(epoch.setVersion()).orElseThrow();
    JournalRecord promise =
        new JournalRecord.Promise(
            epoch.epoch(), epoch.claimId(), epoch.setVersion(), epoch.leaderAddress());
    if (ownIndex(set) < 0) {
      core.effects.append(promise);
      settle();
      return;
    }
    if (!core.recovery.keyIsOurs(set)) {
      return;
    }
    List<JournalRecord> records = new ArrayList<>();
    records.add(promise);
    boolean works = works(epoch, set);
    if (works) {
      records.add(makeStatus(epoch, 0));
    }
    core.persist(records, () -> promiseSaved(epoch.epoch(), works));
    core.noConfidences.startPatience();
    settle();
  }

  /** Whether headers can exist in an epoch. */
  private boolean works(EpochInfo epoch, MemberSet set) {
    return epoch.leader() >= 0 && set.size() >= core.config.minSigners();
  }

  private void promiseSaved(long epoch, boolean works) {
    if (epoch == promised && works) {
      statusSaved = true;
      sendStatus();
    }
  }

  private void enter(EpochInfo epoch) {
    promised = epoch.epoch();
    use(epoch);
    accepted = false;
    status = Optional.empty();
    statusSaved = false;
    statusDelay = Limits.STATUS_MS;
    core.timers.cancel(TimerName.STATUS);
    core.gathering.reset();
    core.leader.reset();
    core.proposals.epochChanged();
    core.claims.epochChanged();
    core.noConfidences.epochChanged();
    core.demands.epochChanged();
    core.admission.clear();
    core.publish(
        new Publication.EpochChanged(
            epoch.epoch(),
            epoch.setVersion(),
            epoch.leader() >= 0 ? Optional.of(epoch.leader()) : Optional.empty()));
  }

  /** Works out the state that follows from epoch, set and log. */
  void settle() {
    if (core.standing.isOver()
        || core.standing.is(MemberState.RECOVERING)
        || core.standing.is(MemberState.AMNESIA_HOLD)) {
      return;
    }
    core.standing.become(stateNow());
  }

  private MemberState stateNow() {
    if (index() < 0) {
      return MemberState.OUTSIDE;
    }
    if (isLeader() && set().orElseThrow().size() >= core.config.minSigners()) {
      if (promised == ledBeforeRestart && core.rules.on(RuleSwitch.RESTART_LEAD)) {
        return MemberState.RESTING;
      }
      return core.leader.isLeading() ? MemberState.LEADING : MemberState.GATHERING;
    }
    if (core.catchUp.isBehind()) {
      return MemberState.SYNCING;
    }
    return accepted ? MemberState.FOLLOWING : MemberState.PROMISED;
  }

  /** The own headers of this epoch left before a restart: no more of them (rule 7). */
  void ledBeforeRestart(long epoch) {
    ledBeforeRestart = epoch;
  }

  /** T4: acts in an epoch from here on without having promised it before. */
  void remember(EpochInfo epoch) {
    enter(epoch);
  }

  /** Restores the promise from the journal; the epoch's record comes with the chain's events. */
  void restorePromise(JournalRecord.Promise promise) {
    promised = promise.epoch();
    status = Optional.empty();
    statusSaved = false;
  }

  void restoreStatus(JournalRecord.Signed signed) {
    Status restored = BcsReader.read(signed.statement().toArray(), Status::read);
    if (restored.epoch() == promised) {
      status = Optional.of(new SignedStatus(restored, signed.signature()));
      statusSaved = true;
    }
  }

  /** The chain's record of the promised epoch has arrived after a restart. */
  void rediscovered(EpochInfo epoch) {
    use(epoch);
    core.noConfidences.epochChanged();
    core.noConfidences.startPatience();
    accepted = lastSignedHere().isPresent() && !isLeader();
    settle();
    if (accepted || index() < 0 || !core.recovery.keyIsOurs(set().orElseThrow())) {
      return;
    }
    if (status.isEmpty() && works(epoch, set().orElseThrow())) {
      // The promise reached the disk before the crash, the status did not: it never left.
      core.persist(List.of(makeStatus(epoch, 0)), () -> promiseSaved(epoch.epoch(), true));
    } else {
      sendStatus();
    }
  }

  private JournalRecord makeStatus(EpochInfo epoch, long nonce) {
    Locks lock = core.locks;
    Status made =
        new Status(
            core.domain,
            epoch.epoch(),
            epoch.claimId(),
            epoch.setVersion(),
            index(),
            lock.epoch(),
            lock.batch(),
            lock.certificate().statement().setVersion(),
            lock.headerHash(),
            lock.certificateHash(),
            lastSigned.map(LastSigned::epoch).orElse(0L),
            lastSigned.map(LastSigned::number).orElse(0L),
            lastSigned.map(LastSigned::hash).orElse(Hash.ZERO),
            nonce);
    SignedStatus signed = new SignedStatus(made, core.sign(made));
    status = Optional.of(signed);
    statusSaved = false;
    return Core.signed(made, signed.signature());
  }

  /** Sends the status to the leader, or hands it to the own gathering. */
  void sendStatus() {
    if (accepted || !statusSaved || status.isEmpty() || !core.standing.maySign()) {
      return;
    }
    Optional<EpochInfo> epoch = current;
    if (epoch.isEmpty() || epoch.get().leader() < 0) {
      return;
    }
    if (locksGrown() && refresh(epoch.get())) {
      return;
    }
    StatusMessage message =
        new StatusMessage(
            status.get().status(),
            status.get().signature(),
            core.locks.certificate(),
            core.locks.header(),
            lastSigned.map(
                last ->
                    new AckedBatch(
                        last.batch().header(), last.batch().signature(), last.batch().body())));
    if (isLeader()) {
      core.gathering.own(message);
    } else {
      core.paths.toLeader(message);
      core.timers.set(TimerName.STATUS, statusDelay);
      statusDelay = Math.min(2 * statusDelay, Limits.STATUS_MAX_MS);
    }
  }

  private boolean locksGrown() {
    return !status.orElseThrow().status().lockCertificate().equals(core.locks.certificateHash());
  }

  /** Makes a new status because the lock has grown; it is sent when it is on disk. */
  private boolean refresh(EpochInfo epoch) {
    JournalRecord record = makeStatus(epoch, status.orElseThrow().status().nonce() + 1);
    core.persist(List.of(record), () -> promiseSaved(epoch.epoch(), true));
    return true;
  }

  /** Timer STATUS. */
  void resend() {
    sendStatus();
  }
}
