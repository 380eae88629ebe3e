/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.HeldProposal.Finding;
import dev.sluice.consensus.HeldProposal.Need;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The follower's side of a header: checks it, executes it, acks it (section 8.1). */
final class Proposals {
  private final Core core;
  private final HeaderChecks checks;
  private final HeldHeaders held;
  private Optional<HeldProposal> checking = Optional.empty();
  private Optional<Ack> lastAck = Optional.empty();
  private long refusedEpoch;
  private int term;

  Proposals(Core core) {
    this.core = core;
    checks = new HeaderChecks(core);
    held = new HeldHeaders(core);
  }

  void epochChanged() {
    term++;
    checking = Optional.empty();
    lastAck = Optional.empty();
    held.epochChanged();
  }

  /** Acks nothing more of this epoch: its leader was caught. */
  void refuse(long epoch) {
    refusedEpoch = Math.max(refusedEpoch, epoch);
  }

  boolean isChecking() {
    return checking.isPresent();
  }

  boolean isDisputed(Hash header) {
    return held.isDisputed(header);
  }

  /** V1 to V4 and V7; the rest follows when its turn comes. */
  void onProposal(Key peer, Proposal proposal) {
    BatchHeader header = proposal.header();
    if (proposal.body().transactions().size() > core.config.maxBatchTxs()
        || proposal.body().size() > core.config.maxBatchBytes()) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (header.version() != BatchHeader.VERSION || !header.domain().equals(core.domain)) {
      core.peers.drop(peer, RefusalCode.WRONG_DOMAIN);
      return;
    }
    if (!core.standing.maySign() || core.epochs.index() < 0) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    HeldProposal item = new HeldProposal(peer, proposal);
    if (header.epoch() > core.epochs.promised()) {
      held.addForEpoch(item);
      return;
    }
    if (header.epoch() == core.epochs.promised() && !core.epochs.isLeader(peer)) {
      // Headers come from their leader, if need be in a relay's envelope: others cannot fill the
      // places of what is held.
      core.peers.drop(peer, RefusalCode.NOT_LEADER);
      return;
    }
    if (header.epoch() < core.epochs.promised() && core.rules.on(RuleSwitch.PROMISE)) {
      core.peers.stale(peer, RefusalCode.STALE_EPOCH);
      core.peers.refuse(peer, RefusalCode.STALE_EPOCH, item.hash, 0);
      return;
    }
    if (answersAgain(item) || isChecked(item) || held.isKnown(item.hash)) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    held.add(item, Need.NOTHING);
  }

  /** A header that was acked is acked again with the same bytes. */
  private boolean answersAgain(HeldProposal item) {
    Optional<Ack> ack = lastAck.filter(a -> a.headerHash().equals(item.hash));
    ack.ifPresent(core.paths::toLeader);
    return ack.isPresent();
  }

  private boolean isChecked(HeldProposal item) {
    return checking.filter(c -> c.hash.equals(item.hash)).isPresent();
  }

  /** Timer HELD. */
  void lookAgain() {
    held.lookAgain();
  }

  /** Goes on with the next header that has all it needs. */
  void advance() {
    while (checking.isEmpty() && core.standing.maySign()) {
      Optional<HeldProposal> next = held.next();
      if (next.isEmpty()) {
        return;
      }
      begin(next.get());
    }
  }

  private void begin(HeldProposal item) {
    item.need = Need.NOTHING;
    Optional<EpochInfo> epoch = core.chain.epoch(item.header.epoch());
    Optional<MemberSet> set = epoch.flatMap(e -> core.chain.set(e.setVersion()));
    if (epoch.isEmpty()
        || set.isEmpty()
        || epoch.get().leader() < 0
        || !epoch.get().claimId().equals(item.header.claimId())
        || epoch.get().setVersion() != item.header.setVersion()) {
      core.peers.drop(item.peer, RefusalCode.WRONG_CLAIM);
      return;
    }
    if (epoch.get().leader() == core.epochs.ownIndex(set.get())) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    checking = Optional.of(item);
    if (item.verified) {
      checked(item, epoch.get(), set.get());
      return;
    }
    int started = term;
    List<SignatureCheck> signatures = checks.signatures(item, epoch.get(), set.get());
    int own = signatures.size();
    Finding carried = checks.carried(item);
    boolean open =
        carried instanceof Finding.Good
            && core.rules.on(RuleSwitch.CARRIED_CHECK)
            && core.certificates.form(item.proposal.carried()) == Certificates.Form.OPEN;
    if (open) {
      signatures.addAll(core.certificates.checks(item.proposal.carried()));
    }
    boolean asked =
        core.effects.verify(
            true,
            signatures,
            valid -> {
              if (started == term) {
                verified(item, epoch.get(), set.get(), carried, valid, own, open);
              }
            });
    if (!asked) {
      checking = Optional.empty();
      core.count(RefusalCode.OVERLOADED);
    }
  }

  /** V5, V6 and V8. */
  private void verified(
      HeldProposal item,
      EpochInfo epoch,
      MemberSet set,
      Finding carried,
      List<Boolean> valid,
      int own,
      boolean open) {
    if (!valid.get(0)) {
      conclude(item, new Finding.Drop(RefusalCode.BAD_SIGNATURE));
      return;
    }
    item.verified = true;
    if (core.evidence.note(item.statement, epoch.leader(), item.proposal.signature())
        && core.rules.protectsChain()) {
      conclude(item, new Finding.Offence());
      return;
    }
    if (!(carried instanceof Finding.Good)) {
      conclude(item, carried);
      return;
    }
    if (open) {
      if (valid.subList(own, valid.size()).contains(false)) {
        conclude(item, new Finding.Withhold(RefusalCode.BAD_CARRIED));
        return;
      }
      core.certificates.trust(item.proposal.carried());
    }
    if (valid.subList(1, own).contains(false)) {
      conclude(item, new Finding.Withhold(RefusalCode.BAD_OPENING));
      return;
    }
    checked(item, epoch, set);
  }

  /** V7 and V9 to V20, as far as they need nothing from outside. */
  private void checked(HeldProposal item, EpochInfo epoch, MemberSet set) {
    BatchHeader header = item.header;
    if (header.epoch() <= refusedEpoch) {
      conclude(item, new Finding.Withhold(RefusalCode.IGNORED));
      return;
    }
    Optional<Epochs.LastSigned> last =
        core.epochs.lastSigned().filter(l -> l.epoch() == header.epoch());
    if (last.filter(l -> isOld(header, l)).isPresent()) {
      checking = Optional.empty();
      core.peers.stale(item.peer, RefusalCode.DUPLICATE);
      return;
    }
    Optional<Block> parent = core.log.get(header.parentHash());
    if (parent.isEmpty()) {
      core.catchUp.towards(item.proposal.carried(), Optional.empty(), item.peer);
      conclude(item, new Finding.Hold(Need.PARENT));
      return;
    }
    if (core.rules.on(RuleSwitch.CARRIED_CHECK)) {
      core.certificates.accept(item.proposal.carried(), parent.get().header());
    }
    if (core.effects.isExecuting()) {
      conclude(item, new Finding.Hold(Need.PARENT));
      return;
    }
    Finding finding = header(item, parent.get(), epoch, set);
    if (!(finding instanceof Finding.Good)) {
      conclude(item, finding);
      return;
    }
    BatchRules.Place place = place(header, parent.get());
    BatchRules.Verdict verdict = core.batchRules.judge(place, item.proposal.body());
    if (verdict instanceof BatchRules.Verdict.ChainBehind) {
      conclude(item, new Finding.Hold(Need.CHAIN));
    } else if (verdict instanceof BatchRules.Verdict.Fits fits) {
      if (fits.invalid().isPresent()) {
        conclude(item, new Finding.Accuse(fits.invalid()));
      } else {
        execute(item, place, fits);
      }
    } else {
      conclude(item, new Finding.Withhold(RefusalCode.BAD_CONTENT));
    }
  }

  private boolean isOld(BatchHeader header, Epochs.LastSigned last) {
    return core.rules.on(RuleSwitch.SLOT)
        ? header.batch() <= last.number()
        : header.lastHeight() < last.batch().header().lastHeight();
  }

  private Finding header(HeldProposal item, Block parent, EpochInfo epoch, MemberSet set) {
    BatchHeader header = item.header;
    Finding finding = checks.continues(header, parent);
    if (finding instanceof Finding.Good) {
      if (header.isOpening()) {
        finding = checks.opening(item, epoch, set);
      } else {
        finding = checks.aboveLock(item);
        finding = finding instanceof Finding.Good ? checks.notOpening(item) : finding;
      }
    }
    if (finding instanceof Finding.Good
        && core.log.highest() - core.log.confirmed().batch() > Bounds.MAX_UNCONFIRMED) {
      finding = new Finding.Withhold(RefusalCode.OVERLOADED);
    }
    finding = finding instanceof Finding.Good ? checks.content(item) : finding;
    finding = finding instanceof Finding.Good ? checks.finality(header, parent) : finding;
    finding = finding instanceof Finding.Good ? checks.timing(header) : finding;
    boolean late = !header.isOpening() && core.settlements.exitCloses();
    return finding instanceof Finding.Good && late ? new Finding.Hold(Need.EXIT) : finding;
  }

  static BatchRules.Place place(BatchHeader header, Block parent) {
    return new BatchRules.Place(
        parent,
        header.epoch(),
        header.setVersion(),
        header.batch(),
        header.time(),
        header.chainSeq(),
        header.isOpening());
  }

  /** V20 signatures and V21, side by side. */
  private void execute(HeldProposal item, BatchRules.Place place, BatchRules.Verdict.Fits fits) {
    if (item.proposal.body().isEmpty()) {
      finish(item, fits, place.parent().outcome().withoutResults());
      return;
    }
    int started = term;
    ExecutionOutcome[] outcome = new ExecutionOutcome[1];
    List<List<Boolean>> signatures = new ArrayList<>(1);
    Runnable join =
        () -> {
          if (started == term && outcome[0] != null && !signatures.isEmpty()) {
            OptionalInt bad = firstBad(fits, signatures.get(0));
            if (bad.isPresent()) {
              conclude(item, badSignature(item, bad.getAsInt()));
            } else {
              finish(item, fits, outcome[0]);
            }
          }
        };
    boolean asked =
        core.effects.verify(
            true,
            fits.checks(),
            valid -> {
              signatures.add(valid);
              join.run();
            });
    if (!asked) {
      checking = Optional.empty();
      core.count(RefusalCode.OVERLOADED);
      return;
    }
    Environment environment =
        new Environment(
            item.header.firstHeight(),
            item.header.time(),
            item.header.chainSeq(),
            item.header.epoch(),
            fits.log().root());
    core.effects.execute(
        place.parent().outcome().stateRoot(),
        environment,
        item.proposal.body().transactions(),
        result -> {
          outcome[0] = result;
          join.run();
        });
  }

  private static OptionalInt firstBad(BatchRules.Verdict.Fits fits, List<Boolean> valid) {
    int first = valid.indexOf(false);
    return first < 0 ? OptionalInt.empty() : OptionalInt.of(fits.positions().get(first));
  }

  /** A wrong signature of a client is the leader's fault, of a request it is withheld. */
  private static Finding badSignature(HeldProposal item, int position) {
    return item.proposal.body().transactions().get(position)
            instanceof dev.sluice.consensus.api.object.SignedTransaction
        ? new Finding.Accuse(OptionalInt.of(position))
        : new Finding.Withhold(RefusalCode.BAD_CONTENT);
  }

  /** V21 to V23. */
  private void finish(HeldProposal item, BatchRules.Verdict.Fits fits, ExecutionOutcome outcome) {
    BatchHeader header = item.header;
    if (!TxResult.root(outcome.results()).equals(header.resultsRoot())
        || !outcome.stateRoot().equals(header.stateRoot())) {
      conclude(item, new Finding.Accuse(OptionalInt.empty()));
      return;
    }
    Block block = Block.of(item.source(), item.hash, fits.log(), outcome);
    core.log.add(block);
    if (!core.demands.metBy(block)) {
      core.demands.remind(block);
      conclude(item, new Finding.Withhold(RefusalCode.DEMAND));
      return;
    }
    ack(item, block);
  }

  /** V23. */
  private void ack(HeldProposal item, Block block) {
    checking = Optional.empty();
    EpochInfo epoch = core.chain.epoch(item.header.epoch()).orElseThrow();
    MemberSet set = core.chain.set(epoch.setVersion()).orElseThrow();
    int index = core.epochs.ownIndex(set);
    Signature signature = core.sign(item.statement);
    Ack ack =
        new Ack(
            item.header.epoch(),
            item.header.batch(),
            item.hash,
            item.header.setVersion(),
            index,
            signature);
    core.epochs.signed(new Epochs.LastSigned(item.source(), item.hash));
    core.epochs.accepted();
    core.demands.passed(block);
    core.locks.savedWith(item.proposal.carried());
    int started = term;
    core.persist(
        List.of(new JournalRecord.Acked(item.source(), signature)),
        () -> {
          if (started == term || core.rules.off(RuleSwitch.PROMISE)) {
            lastAck = Optional.of(ack);
            if (started == term && ack.epoch() == core.epochs.promised()) {
              core.paths.toLeader(ack);
            } else {
              core.peers.send(List.of(set.member(epoch.leader()).peerKey()), ack);
            }
          }
        });
    core.publish(new Publication.Accepted(item.header, item.hash, block.body(), block.outcome()));
  }

  private void conclude(HeldProposal item, Finding finding) {
    checking = Optional.empty();
    if (finding instanceof Finding.Hold hold) {
      held.add(item, hold.need());
    } else if (finding instanceof Finding.Drop drop) {
      core.peers.drop(item.peer, drop.code());
    } else if (finding instanceof Finding.Withhold withhold) {
      withhold(item, withhold.code());
    } else if (finding instanceof Finding.Accuse accuse) {
      withhold(item, RefusalCode.DIVERGED);
      refuse(item.header.epoch());
      core.accusations.accuse(item, accuse.position());
    } else if (finding instanceof Finding.Offence) {
      withhold(item, RefusalCode.IGNORED);
      refuse(item.header.epoch());
    }
  }

  private void withhold(HeldProposal item, RefusalCode code) {
    core.count(code);
    core.peers.withheld(item.peer);
    held.withhold(item.hash, code);
  }
}
