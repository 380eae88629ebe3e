/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.CertificateNotice;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchContent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders: makes headers, collects acks, forms certificates (section 7). */
final class Leader {
  private final Core core;
  private final BatchChoice choice;
  private Optional<Block> newest = Optional.empty();
  private Optional<AckCount> acks = Optional.empty();
  private Hash noticed = Hash.ZERO;
  private boolean building;
  private boolean left;
  private int term;
  private long proposeDelay = Limits.PROPOSE_MS;
  private long renewedAt = Long.MIN_VALUE / 2;

  Leader(Core core) {
    this.core = core;
    choice = new BatchChoice(core);
  }

  /** A new epoch: whatever was going on is over. */
  void reset() {
    term++;
    newest = Optional.empty();
    acks = Optional.empty();
    building = false;
    left = false;
    choice.reset();
    core.timers.cancel(TimerName.PROPOSE);
    core.timers.cancel(TimerName.RENEW);
    core.timers.cancel(TimerName.TICK);
  }

  /** Whether an own header of this epoch was made. */
  boolean isLeading() {
    return newest.isPresent() && left;
  }

  boolean isOpening() {
    return newest.isPresent();
  }

  /** Whether a certificate of the own epoch exists: transactions are taken. */
  boolean isOrdering() {
    return isBeyondOpening() || (isLeading() && newest.orElseThrow().certificate().isPresent());
  }

  private boolean isBeyondOpening() {
    return newest.flatMap(Block::header).filter(h -> !h.isOpening()).isPresent();
  }

  BatchChoice choice() {
    return choice;
  }

  Optional<Block> newest() {
    return newest;
  }

  /** T8: opens the epoch on a base that the statuses show. */
  void open(Block base, Certificate carried, OpeningProof proof, List<Transaction> unfinished) {
    long time = Math.max(core.now, base.time());
    BatchRules.Place place = place(base, time, true);
    choice.repropose(unfinished, base);
    issue(
        place,
        carried,
        Optional.of(proof),
        BatchBody.EMPTY,
        BatchRules.afterEmpty(place),
        base.outcome().withoutResults());
  }

  private BatchRules.Place place(Block parent, long time, boolean opening) {
    EpochInfo epoch = core.epochs.current().orElseThrow();
    return new BatchRules.Place(
        parent,
        epoch.epoch(),
        epoch.setVersion(),
        parent.batch() + 1,
        time,
        Math.max(core.chain.seq(), parent.chainSeq()),
        opening);
  }

  /** Makes the next header if there is reason to and the newest one is certified. */
  void advance() {
    if (building
        || !core.standing.is(MemberState.LEADING)
        || core.effects.isExecuting()
        || core.settlements.exitCloses()
        || newest.isEmpty()) {
      return;
    }
    Block parent = newest.get();
    if (parent.certificate().isEmpty()
        || core.log.highest() - core.log.confirmed().batch() >= Bounds.MAX_UNCONFIRMED) {
      return;
    }
    long time = Math.max(core.now, parent.time());
    Optional<BatchBody> body = choice.next(place(parent, time, false));
    if (body.isEmpty()) {
      notice(parent);
      return;
    }
    build(place(parent, time, false), body.get());
  }

  private void build(BatchRules.Place place, BatchBody body) {
    BatchRules.Verdict verdict = core.batchRules.judge(place, body);
    if (!(verdict instanceof BatchRules.Verdict.Fits fits) || fits.invalid().isPresent()) {
      throw new IllegalStateException("the leader chose a batch that does not fit: " + verdict);
    }
    Certificate carried = place.parent().certificate().orElseThrow();
    if (body.isEmpty()) {
      ExecutionOutcome outcome = place.parent().outcome().withoutResults();
      issue(place, carried, Optional.empty(), body, fits.log(), outcome);
      return;
    }
    building = true;
    int started = term;
    Environment environment =
        new Environment(
            place.parent().lastHeight() + 1,
            place.time(),
            place.chainSeq(),
            place.epoch(),
            fits.log().root());
    core.effects.execute(
        place.parent().outcome().stateRoot(),
        environment,
        body.transactions(),
        outcome -> {
          if (started == term) {
            building = false;
            issue(place, carried, Optional.empty(), body, fits.log(), outcome);
          }
        });
  }

  private void issue(
      BatchRules.Place place,
      Certificate carried,
      Optional<OpeningProof> proof,
      BatchBody body,
      LogState log,
      ExecutionOutcome outcome) {
    BatchHeader header = header(place, carried, proof, body, outcome);
    Hash hash = header.hash();
    AckStatement statement = AckStatement.of(header, hash);
    Signature signature = core.sign(statement);
    CatchUpBatch source = new CatchUpBatch(header, signature, carried, proof, body);
    Block block = Block.of(source, hash, log, outcome);
    core.log.add(block);
    newest = Optional.of(block);
    MemberSet set = core.epochs.set().orElseThrow();
    AckCount count = new AckCount(statement, set.quorum());
    acks = Optional.of(count);
    core.epochs.signed(new Epochs.LastSigned(source, hash));
    core.evidence.note(statement, core.epochs.index(), signature);
    core.demands.passed(block);
    core.locks.savedWith(carried);
    int started = term;
    core.persist(
        List.of(new JournalRecord.OwnHeader(source)),
        () -> {
          if (started == term) {
            leave(block, count, signature);
          }
        });
  }

  private BatchHeader header(
      BatchRules.Place place,
      Certificate carried,
      Optional<OpeningProof> proof,
      BatchBody body,
      ExecutionOutcome outcome) {
    Block parent = place.parent();
    EpochInfo epoch = core.epochs.current().orElseThrow();
    Hash root = body.root();
    return new BatchHeader(
        BatchHeader.VERSION,
        core.domain,
        place.setVersion(),
        place.epoch(),
        epoch.claimId(),
        place.batch(),
        parent.epoch(),
        parent.lastHeight() + 1,
        parent.lastHeight() + body.transactions().size(),
        parent.hash(),
        carried.hash(),
        BatchContent.of(proof, body, root).hash(),
        root,
        TxResult.root(outcome.results()),
        outcome.stateRoot(),
        place.time(),
        place.chainSeq(),
        Math.max(core.chain.time(), parent.chainTime()),
        core.rules.finality(place.epoch(), parent));
  }

  /** The header is on disk: it may leave. */
  private void leave(Block block, AckCount count, Signature signature) {
    left = true;
    core.epochs.settle();
    propose(block, others(count, false));
    proposeDelay = Limits.PROPOSE_MS;
    core.timers.set(TimerName.PROPOSE, proposeDelay);
    core.timers.set(TimerName.RENEW, Limits.RENEW_MS);
    core.publish(
        new Publication.Accepted(
            block.header().orElseThrow(), block.hash(), block.body(), block.outcome()));
    count.count(core.epochs.index(), signature);
    tryCertificate();
  }

  private void propose(Block block, List<Key> to) {
    CatchUpBatch source = block.source().orElseThrow();
    core.peers.send(
        to,
        new Proposal(
            source.header(), source.signature(), source.carried(), source.proof(), source.body()));
  }

  private List<Key> others(AckCount count, boolean unackedOnly) {
    MemberSet set = core.epochs.set().orElseThrow();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (i != core.epochs.index() && !(unackedOnly && count.has(i))) {
        keys.add(set.member(i).peerKey());
      }
    }
    return keys;
  }

  /** Timer PROPOSE: sends the newest header again to those who have not acked it. */
  void proposeAgain() {
    if (!core.standing.is(MemberState.LEADING) || acks.isEmpty() || newest.isEmpty()) {
      return;
    }
    if (newest.get().certificate().isPresent() && noticed.equals(newest.get().hash())) {
      return;
    }
    List<Key> missing = others(acks.get(), true);
    propose(newest.get(), missing);
    core.paths.alsoByRelay(missing, newest.get());
    proposeDelay = Math.min(2 * proposeDelay, Limits.PROPOSE_MAX_MS);
    core.timers.set(TimerName.PROPOSE, proposeDelay);
  }

  /** A member's ack (section 7.4). */
  void onAck(Key peer, Ack ack) {
    Optional<MemberSet> set = core.epochs.set();
    if (!isLeading() || acks.isEmpty() || set.isEmpty()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    AckCount count = acks.get();
    AckStatement statement = count.statement();
    if (ack.epoch() != statement.epoch()
        || ack.batch() != statement.batch()
        || ack.setVersion() != statement.setVersion()
        || !ack.headerHash().equals(statement.headerHash())) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    if (ack.index() != set.get().indexOfPeer(peer)) {
      // Another's ack would only keep the true one waiting.
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (count.has(ack.index()) || !count.ask(ack.index())) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    SignatureCheck check =
        new SignatureCheck(
            set.get().member(ack.index()).memberKey(),
            count.message(),
            ack.signature(),
            core.certificates.strict());
    boolean asked =
        core.effects.verify(
            true,
            List.of(check),
            valid -> {
              if (valid.get(0)) {
                count.count(ack.index(), ack.signature());
                tryCertificate();
              } else {
                count.forget(ack.index());
                core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
              }
            });
    if (!asked) {
      count.forget(ack.index());
      core.count(RefusalCode.OVERLOADED);
    }
  }

  /** T10. */
  private void tryCertificate() {
    if (acks.isEmpty() || newest.isEmpty() || newest.get().certificate().isPresent()) {
      return;
    }
    Optional<Certificate> certificate = acks.get().certificate();
    if (certificate.isPresent() && left) {
      core.certificates.trust(certificate.get());
      core.certificates.accept(certificate.get(), newest.get().header());
      core.timers.set(TimerName.RENEW, Limits.RENEW_MS);
    }
  }

  /** L10: tells the others of the newest certificate, once. */
  private void notice(Block block) {
    if (noticed.equals(block.hash())) {
      return;
    }
    noticed = block.hash();
    core.peers.send(
        others(acks.orElseThrow(), false),
        new CertificateNotice(block.certificate().orElseThrow()));
    core.timers.cancel(TimerName.RENEW);
  }

  /** Timer RENEW: a header that others withhold for good needs a new epoch. */
  void renew() {
    if (!core.standing.is(MemberState.LEADING)
        || newest.isEmpty()
        || newest.get().certificate().isPresent()) {
      return;
    }
    core.timers.set(TimerName.RENEW, Limits.RENEW_MS);
    MemberSet set = core.epochs.set().orElseThrow();
    if (core.heartbeats.live(set) >= set.quorum()
        && !core.settlements.exitCloses()
        && core.now - renewedAt >= Limits.NO_PROGRESS_MS) {
      renewedAt = core.now;
      core.claims.renew();
    }
  }
}
