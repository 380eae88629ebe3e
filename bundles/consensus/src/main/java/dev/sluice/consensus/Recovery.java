/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Tag;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import dev.sluice.consensus.api.step.TimerName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts from the vote journal, or waits if it cannot be trusted (rule 7). */
final class Recovery {
  /** Headers of the journal remembered to find those of carried certificates. */
  private static final int REMEMBERED_HEADERS = 1024;

  private final Core core;
  private final Map<Hash, BatchHeader> headers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, BatchHeader> eldest) {
          return size() > REMEMBERED_HEADERS;
        }
      };
  private boolean keyBorn;
  private boolean reading = true;
  private boolean lastPart;
  private boolean morePending;
  private boolean dropped;
  private long ledEpoch;
  private long startedAt;
  private Optional<Long> holdEpoch = Optional.empty();

  Recovery(Core core) {
    this.core = core;
  }

  /** A part of the journal. */
  void recovered(Input.Recovered part) {
    if (!reading || lastPart) {
      return;
    }
    startedAt = core.now;
    morePending = false;
    part.snapshot().ifPresent(this::startFrom);
    part.records().forEach(this::take);
    lastPart = part.last();
    dropped |= part.dropped();
    advance();
  }

  private void startFrom(Input.RestoredSnapshot snapshot) {
    core.log.reset(
        Block.ofSnapshot(
            snapshot.manifest().base(), snapshot.manifest().log(), snapshot.outcome()));
    core.snapshots.startFrom(snapshot.manifest());
    headers.put(snapshot.manifest().base().hash(), snapshot.manifest().base());
    headers.put(snapshot.manifest().confirming().hash(), snapshot.manifest().confirming());
    core.locks.restore(
        snapshot.manifest().certificate(), Optional.of(snapshot.manifest().confirming()));
    core.certificates.trust(snapshot.manifest().certificate());
  }

  private void take(JournalRecord record) {
    if (record instanceof JournalRecord.KeyBorn born) {
      keyBorn |= born.memberKey().equals(core.settings.signer().key());
    } else if (record instanceof JournalRecord.Promise promise) {
      core.epochs.restorePromise(promise);
    } else if (record instanceof JournalRecord.Acked acked) {
      signed(acked.batch());
    } else if (record instanceof JournalRecord.OwnHeader own) {
      ledEpoch = Math.max(ledEpoch, own.batch().header().epoch());
      signed(own.batch());
    } else if (record instanceof JournalRecord.Fetched fetched) {
      batch(fetched.batch());
    } else if (record instanceof JournalRecord.Lock lock) {
      certificate(lock.certificate(), lock.header());
    } else if (record instanceof JournalRecord.Confirmed confirmed) {
      certificate(confirmed.certificate(), Optional.of(confirmed.confirming()));
    } else if (record instanceof JournalRecord.AmnesiaEnd end) {
      certificate(end.certificate(), header(end.certificate()));
      dropped = false;
    } else if (record instanceof JournalRecord.AmnesiaBegin) {
      dropped = true;
    } else if (record instanceof JournalRecord.Signed statement) {
      statement(statement);
    }
  }

  private void signed(CatchUpBatch batch) {
    core.epochs.signed(new Epochs.LastSigned(batch, batch.header().hash()));
    batch(batch);
  }

  private void batch(CatchUpBatch batch) {
    headers.put(batch.header().hash(), batch.header());
    certificate(batch.carried(), header(batch.carried()));
    core.replay.add(batch, Optional.empty(), false);
  }

  private Optional<BatchHeader> header(Certificate certificate) {
    return Optional.ofNullable(headers.get(certificate.statement().headerHash()));
  }

  /** Certificates of the own journal were verified when they were written. */
  private void certificate(Certificate certificate, Optional<BatchHeader> header) {
    header.ifPresent(h -> headers.put(certificate.statement().headerHash(), h));
    core.certificates.trust(certificate);
    core.locks.restore(certificate, header);
    header.ifPresent(h -> core.replay.add(certificate, h));
  }

  private void statement(JournalRecord.Signed record) {
    byte[] tag = new byte[Tag.LENGTH];
    if (record.statement().length() < tag.length) {
      return;
    }
    System.arraycopy(record.statement().toArray(), 0, tag, 0, tag.length);
    try {
      if (Arrays.equals(tag, Tag.STATUS.toArray())) {
        core.epochs.restoreStatus(record);
      } else if (Arrays.equals(tag, Tag.NO_CONFIDENCE.toArray())) {
        core.noConfidences.restore(record);
      }
    } catch (CodecException e) {
      // A record of another version: the statement is not sent again, nothing else follows.
      dropped = true;
    }
  }

  boolean isReading() {
    return reading;
  }

  /** Asks for the next part when this one is executed; after the last one the member acts. */
  void advance() {
    if (!reading) {
      return;
    }
    core.replay.advance();
    if (!lastPart) {
      if (core.replay.isIdle() && !morePending) {
        morePending = true;
        core.out.add(new Output.RecoverMore());
      }
      return;
    }
    reading = false;
    core.timers.start(TimerName.HEARTBEAT, Limits.HEARTBEAT_MS);
    core.timers.start(TimerName.NO_PROGRESS, Limits.NO_PROGRESS_MS);
    core.claims.start();
    if (dropped && core.rules.on(RuleSwitch.AMNESIA)) {
      // The journal of the next start is whole: that this one was not must be in it.
      core.effects.persist(List.of(new JournalRecord.AmnesiaBegin()), () -> {});
      hold("the journal is damaged");
      return;
    }
    if (core.rules.on(RuleSwitch.RESTART_LEAD)) {
      core.epochs.ledBeforeRestart(ledEpoch);
    }
    core.standing.become(MemberState.OUTSIDE);
    core.chain.epoch(core.epochs.promised()).ifPresent(core.epochs::rediscovered);
    core.chain
        .lastEpoch()
        .filter(e -> e.epoch() > core.epochs.promised())
        .ifPresent(core.epochs::opened);
  }

  /** T18: signs nothing until it is certain that nothing it may have signed matters any more. */
  private void hold(String why) {
    core.alarm(AlarmKind.AMNESIA, why);
    core.standing.become(MemberState.AMNESIA_HOLD);
    core.timers.set(TimerName.AMNESIA, Limits.AMNESIA_MS);
    chainAdvanced();
  }

  /** The operator made the member key together with this journal. */
  void keyBorn() {
    boolean listed =
        !core.chain.isEmpty()
            && core.chain.presentSet().indexOfKey(core.settings.signer().key()) >= 0;
    if (keyBorn || listed || reading) {
      core.count(dev.sluice.consensus.api.RefusalCode.IGNORED);
      return;
    }
    keyBorn = true;
    core.persist(
        List.of(
            new JournalRecord.KeyBorn(
                core.settings.signer().key(), core.settings.self(), Math.max(0, core.now))),
        () -> core.publish(new Publication.KeyReady()));
  }

  /** Whether the journal is that of the key the contract lists; if not, the member waits. */
  boolean keyIsOurs(MemberSet set) {
    if (keyBorn || core.rules.off(RuleSwitch.AMNESIA)) {
      return true;
    }
    hold("no journal of the key that set " + set.version() + " lists");
    return false;
  }

  /** T3: notes once which epochs may have been opened before this start. */
  void chainAdvanced() {
    if (core.standing.is(MemberState.AMNESIA_HOLD)
        && holdEpoch.isEmpty()
        && core.chain.time() > startedAt + core.config.maxLag()) {
      holdEpoch = core.chain.lastEpoch().map(EpochInfo::epoch);
    }
  }

  /** T4: a certificate of an epoch in which nothing can have been signed before. */
  void onCertificate(Certificate certificate) {
    boolean enough =
        core.standing.is(MemberState.AMNESIA_HOLD)
            && holdEpoch.filter(h -> certificate.statement().epoch() > h).isPresent();
    Optional<EpochInfo> epoch = core.chain.epoch(certificate.statement().epoch());
    if (!enough || epoch.isEmpty()) {
      return;
    }
    keyBorn = true;
    core.timers.cancel(TimerName.AMNESIA);
    core.claims.speakAgain();
    core.locks.offer(certificate, Optional.empty());
    core.epochs.remember(epoch.get());
    core.persist(
        List.of(
            new JournalRecord.KeyBorn(
                core.settings.signer().key(), core.settings.self(), Math.max(0, core.now)),
            new JournalRecord.Promise(
                epoch.get().epoch(),
                epoch.get().claimId(),
                epoch.get().setVersion(),
                epoch.get().leaderAddress()),
            new JournalRecord.AmnesiaEnd(certificate)),
        () -> {});
    core.standing.become(MemberState.SYNCING);
    core.chain
        .lastEpoch()
        .filter(e -> e.epoch() > core.epochs.promised())
        .ifPresent(core.epochs::opened);
  }

  /** Timer AMNESIA. */
  void stillHolding() {
    if (core.standing.is(MemberState.AMNESIA_HOLD)) {
      core.claims.fallSilent();
      core.alarm(AlarmKind.AMNESIA, "keep-alive stopped; rejoin with a new member key");
    }
  }
}
