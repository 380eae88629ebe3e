/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.AckedBatch;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.SignedStatus;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The new leader's collection of statuses, up to the opening header (section 7.1). */
final class Gathering {
  private record Counted(StatusMessage message, Key peer) {
    Status status() {
      return message.status();
    }
  }

  private final Core core;
  private final TreeMap<Integer, Counted> statuses = new TreeMap<>();
  private final TreeMap<Integer, Long> verifying = new TreeMap<>();
  private boolean waited;

  Gathering(Core core) {
    this.core = core;
  }

  void reset() {
    statuses.clear();
    verifying.clear();
    waited = false;
    core.timers.cancel(TimerName.OPENING);
  }

  /** The own status is on disk. */
  void own(StatusMessage message) {
    statuses.put(message.status().index(), new Counted(message, core.settings.peerKey()));
    tryOpening();
  }

  /** A member's status, at the leader and elsewhere. */
  void onStatus(Key peer, StatusMessage message) {
    Status status = message.status();
    Optional<EpochInfo> epoch = core.epochs.current();
    Optional<MemberSet> set = core.epochs.set();
    if (!core.standing.is(MemberState.GATHERING)
        || epoch.isEmpty()
        || set.isEmpty()
        || status.epoch() != core.epochs.promised()) {
      overhear(peer, message);
      return;
    }
    if (!status.domain().equals(core.domain)
        || !status.claimId().equals(epoch.get().claimId())
        || status.setVersion() != epoch.get().setVersion()
        || status.index() != set.get().indexOfPeer(peer)
        || !agrees(message)) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    Counted known = statuses.get(status.index());
    long latest = known == null ? -1 : known.status().nonce();
    if (status.nonce() <= Math.max(latest, verifying.getOrDefault(status.index(), -1L))) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    verify(peer, message, set.get());
  }

  /** Whether what came with the status is what it names. */
  private boolean agrees(StatusMessage message) {
    Status status = message.status();
    AckStatement lock = message.lock().statement();
    boolean lockFits =
        lock.epoch() == status.lockEpoch()
            && lock.batch() == status.lockBatch()
            && lock.setVersion() == status.lockSet()
            && lock.headerHash().equals(status.lockHeader())
            && message.lock().hash().equals(status.lockCertificate())
            && message
                .lockHeader()
                .map(h -> h.hash().equals(status.lockHeader()))
                .orElse(core.certificates.isGenesis(message.lock()));
    boolean ackedFits =
        message
            .acked()
            .map(
                a ->
                    a.header().hash().equals(status.ackedHeader())
                        && a.header().epoch() == status.ackedEpoch()
                        && a.header().batch() == status.ackedBatch()
                        && a.body().root().equals(a.header().transactionsRoot()))
            .orElse(status.ackedHeader().isZero());
    return lockFits && ackedFits;
  }

  private void verify(Key peer, StatusMessage message, MemberSet set) {
    Status status = message.status();
    Certificates certificates = core.certificates;
    Certificates.Form form = certificates.form(message.lock());
    if (form == Certificates.Form.INVALID) {
      core.peers.drop(peer, RefusalCode.BAD_CARRIED);
      return;
    }
    if (form == Certificates.Form.UNKNOWN) {
      core.count(RefusalCode.CHAIN_BEHIND);
      return;
    }
    List<SignatureCheck> checks = new ArrayList<>();
    checks.add(
        new SignatureCheck(
            set.member(status.index()).memberKey(),
            status.encode(),
            message.signature(),
            certificates.strict()));
    if (form == Certificates.Form.OPEN) {
      checks.addAll(certificates.checks(message.lock()));
    }
    int certificateEnd = checks.size();
    message.acked().flatMap(this::leaderCheck).ifPresent(checks::add);
    long epoch = core.epochs.promised();
    verifying.put(status.index(), status.nonce());
    boolean asked =
        core.effects.verify(
            true,
            checks,
            valid -> {
              if (epoch != core.epochs.promised()) {
                return;
              }
              verifying.remove(status.index());
              if (valid.subList(0, certificateEnd).contains(false)) {
                core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
                return;
              }
              boolean ackedGood =
                  valid.size() > certificateEnd
                      && !valid.subList(certificateEnd, valid.size()).contains(false);
              if (ackedGood) {
                message.acked().ifPresent(this::noteLeader);
              }
              counted(peer, ackedGood ? message : withoutAcked(message));
            });
    if (!asked) {
      verifying.remove(status.index());
      core.count(RefusalCode.OVERLOADED);
    }
  }

  private static StatusMessage withoutAcked(StatusMessage message) {
    return new StatusMessage(
        message.status(),
        message.signature(),
        message.lock(),
        message.lockHeader(),
        Optional.empty());
  }

  /** The signature check of the header a member says it acked last. */
  private Optional<SignatureCheck> leaderCheck(AckedBatch acked) {
    BatchHeader header = acked.header();
    return core.chain
        .epoch(header.epoch())
        .filter(e -> e.leader() >= 0 && e.claimId().equals(header.claimId()))
        .flatMap(e -> core.chain.set(e.setVersion()).map(set -> set.member(e.leader())))
        .map(
            leader ->
                new SignatureCheck(
                    leader.memberKey(),
                    AckStatement.of(header, header.hash()).encode(),
                    acked.signature(),
                    core.certificates.strict()));
  }

  /** The old leader's signature, by which two of its headers may turn out to be in one slot. */
  private void noteLeader(AckedBatch acked) {
    BatchHeader header = acked.header();
    core.chain
        .epoch(header.epoch())
        .ifPresent(
            e ->
                core.evidence.note(
                    AckStatement.of(header, header.hash()), e.leader(), acked.signature()));
  }

  private void counted(Key peer, StatusMessage message) {
    core.certificates.trust(message.lock());
    core.certificates.accept(message.lock(), message.lockHeader());
    if (!core.standing.is(MemberState.GATHERING)) {
      return;
    }
    statuses.put(message.status().index(), new Counted(message, peer));
    tryOpening();
  }

  /** A status for another leader or epoch may still show a higher lock. */
  private void overhear(Key peer, StatusMessage message) {
    if (!core.standing.maySign() || !agrees(message)) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (core.rules.isHigher(message.lock(), core.locks.certificate())) {
      core.certificates.verify(
          false,
          message.lock(),
          valid -> {
            if (valid) {
              core.certificates.accept(message.lock(), message.lockHeader());
              core.catchUp.consider(peer);
            }
          });
    } else {
      core.count(RefusalCode.IGNORED);
    }
  }

  /** Timer OPENING. */
  void waited() {
    waited = true;
    tryOpening();
  }

  /** Opens the epoch if the statuses allow it. */
  void tryOpening() {
    if (!core.standing.is(MemberState.GATHERING) || core.leader.isOpening()) {
      return;
    }
    Optional<MemberSet> set = core.epochs.set();
    Optional<Counted> base = base();
    if (set.isEmpty() || base.isEmpty() || !enough(base.get(), set.get())) {
      return;
    }
    if (!waited && statuses.size() < set.get().size() && core.rules.on(RuleSwitch.STATUS_PROOF)) {
      core.timers.start(TimerName.OPENING, Limits.OPENING_MS);
      return;
    }
    Hash baseHash = base.get().status().lockHeader();
    Optional<Block> block = core.log.get(baseHash);
    if (block.isEmpty()) {
      core.catchUp.towards(
          base.get().message().lock(), base.get().message().lockHeader(), base.get().peer());
      return;
    }
    List<SignedStatus> proof = new ArrayList<>();
    for (Counted counted : statuses.values()) {
      proof.add(new SignedStatus(counted.status(), counted.message().signature()));
    }
    core.timers.cancel(TimerName.OPENING);
    core.leader.open(
        block.get(), base.get().message().lock(), new OpeningProof(proof), unfinished(baseHash));
  }

  private Optional<Counted> base() {
    Optional<Counted> base = Optional.empty();
    for (Counted counted : statuses.values()) {
      if (base.isEmpty() || core.rules.compareBases(counted.status(), base.get().status()) > 0) {
        base = Optional.of(counted);
      }
    }
    return base;
  }

  private boolean enough(Counted base, MemberSet set) {
    long baseSet = base.message().lockHeader().map(BatchHeader::setVersion).orElse(1L);
    return core.rules.off(RuleSwitch.STATUS_PROOF)
        || new StatusCount(core, set).suffices(statuses.keySet(), baseSet);
  }

  /** Acked, uncertified work on the base that must come next (rule 6). */
  private List<Transaction> unfinished(Hash baseHash) {
    Optional<AckedBatch> best = Optional.empty();
    for (Counted counted : statuses.values()) {
      Optional<AckedBatch> acked =
          counted.message().acked().filter(a -> a.header().parentHash().equals(baseHash));
      if (acked.isPresent() && (best.isEmpty() || isHigher(acked.get(), best.get()))) {
        best = acked;
      }
    }
    return best.map(a -> a.body().transactions()).orElse(List.of());
  }

  private static boolean isHigher(AckedBatch a, AckedBatch b) {
    int byEpoch = Long.compare(a.header().epoch(), b.header().epoch());
    return byEpoch > 0 || (byEpoch == 0 && a.header().batch() > b.header().batch());
  }
}
