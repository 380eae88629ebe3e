/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.SettlementProposal;
import dev.sluice.testkit.channel.contract.CertificateChecks.Checked;
import dev.sluice.testkit.channel.contract.ChannelState.Applying;
import dev.sluice.testkit.channel.contract.ChannelState.Cut;
import dev.sluice.testkit.channel.contract.ChannelState.Exit;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ChannelState.Posted;
import dev.sluice.testkit.channel.contract.ChannelState.SetRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settlement by certificate and by vote (section 10.6), and its effects (10.3). */
final class Settling {
  /** What a settlement sets. {@code bySet} is 0 for a vote. */
  private record Effects(
      long height,
      Hash stateRoot,
      long finalSeq,
      Hash netChangeRoot,
      PayoutList payouts,
      long bySet,
      boolean cancels) {}

  private static final int MAX_APPLYING = 4;

  private final Set<ContractSwitch> off;
  private final CertificateChecks certificates;
  private final MemberSets sets;

  Settling(Set<ContractSwitch> off, CertificateChecks certificates, MemberSets sets) {
    this.off = off;
    this.certificates = certificates;
    this.sets = sets;
  }

  void settle(ChannelState c, long now, SettlementArguments arguments) {
    Checked checked = certificates.check(c, now, arguments);
    BatchHeader header = checked.header();
    Posted posted = checked.posted();
    require(posted.kind() != CheckpointKind.NONE, AbortCode.NOT_CHECKPOINT);
    require(posted.seq() >= c.lastSettleOp, AbortCode.NOT_LOGGED);
    require(standsOnSettled(c, posted), AbortCode.WRONG_BASE);
    requireRoomToApply(c);
    boolean cancels = c.exit.isPresent() && cancels(c.exit.get(), posted);
    require(
        c.exit.isEmpty() || cancels || posted.kind() == CheckpointKind.PLAIN,
        AbortCode.EXIT_HIGHER);
    boolean present = CertificateChecks.presentPath(c, header.setVersion());
    require(c.exit.isEmpty() || present, AbortCode.OLD_SET);
    if (!present) {
      require(canBeDeferred(c, now, header.setVersion()), AbortCode.OLD_SET);
      defer(c, now, posted);
      return;
    }
    requireCuts(c, header.setVersion(), posted.seq(), posted.payouts());
    settle(c, now, effects(posted, cancels));
  }

  private static Effects effects(Posted posted, boolean cancels) {
    return new Effects(
        posted.height(),
        posted.stateRoot(),
        posted.seq(),
        posted.netChangeRoot(),
        posted.payouts(),
        posted.set(),
        cancels);
  }

  private boolean standsOnSettled(ChannelState c, Posted posted) {
    return off.contains(ContractSwitch.CHECKPOINT_ORDER)
        || (posted.baseHeight() == c.settledHeight && posted.baseRoot().equals(c.settledRoot));
  }

  private static void requireRoomToApply(ChannelState c) {
    require(c.applying.size() < MAX_APPLYING || c.stateBroken, AbortCode.APPLY_BACKLOG);
  }

  private void requireCuts(ChannelState c, long set, long finalSeq, PayoutList payouts) {
    require(!certificates.cutOpen(c, set), AbortCode.CUT_OPEN);
    require(!certificates.cutConflict(c, set, finalSeq, payouts), AbortCode.CUT_CONFLICT);
  }

  private boolean cancels(Exit exit, Posted posted) {
    if (off.contains(ContractSwitch.EXIT_CANCEL)) {
      return true;
    }
    return !exit.forced
        && exit.best.map(best -> posted.height() >= best.height()).orElse(true)
        && posted.chainSeq() >= exit.seq;
  }

  /** S7: only joins and removals came after {@code set}, and the first removal is still open. */
  private static boolean canBeDeferred(ChannelState c, long now, long set) {
    Iterable<SetRecord> later = c.sets.tailMap(set, false).values();
    long firstRemoval = 0;
    for (SetRecord s : later) {
      if (s.leave) {
        return false;
      }
      if (s.removal && firstRemoval == 0) {
        firstRemoval = s.version;
      }
    }
    long removal = firstRemoval;
    return c.cuts.stream().anyMatch(x -> x.removalSet == removal && !x.fixed && now <= x.ends);
  }

  private static void defer(ChannelState c, long now, Posted posted) {
    require(
        c.deferred.map(d -> posted.above(d.set(), d.batch())).orElse(true), AbortCode.NOT_HIGHER);
    c.deferred = Optional.of(posted);
    c.seq++;
    raiseCuts(c, now, posted);
    c.emit(
        now, new ContractEvent.SettlementDeferred(posted.height(), posted.set(), posted.batch()));
  }

  /** Raises what was posted for cuts of later sets whose window is open; whether it raised one. */
  static boolean raiseCuts(ChannelState c, long now, Posted posted) {
    boolean raised = false;
    for (Cut cut : openCuts(c, now, posted.set())) {
      if (posted.above(cut.postedSet, cut.postedBatch)) {
        cut.postedSet = posted.set();
        cut.postedBatch = posted.batch();
        cut.postedHeight = posted.height();
        cut.postedHeader = posted.headerHash();
        raised = true;
      }
    }
    if (raised) {
      c.emit(now, new ContractEvent.CutPosted(posted.height(), posted.set(), posted.batch()));
    }
    return raised;
  }

  static List<Cut> openCuts(ChannelState c, long now, long set) {
    return c.cuts.stream()
        .filter(cut -> cut.removalSet > set && !cut.fixed && now <= cut.ends)
        .toList();
  }

  /** Settles what was deferred, now that no cut is open (operation {@code fix_cut}). */
  void settleDeferred(ChannelState c, long now) {
    if (c.deferred.isEmpty() || c.cuts.stream().anyMatch(cut -> !cut.fixed)) {
      return;
    }
    Posted posted = c.deferred.get();
    c.deferred = Optional.empty();
    boolean kindFits = c.exit.isEmpty() || posted.kind() == CheckpointKind.PLAIN;
    if (posted.height() > c.settledHeight && standsOnSettled(c, posted) && kindFits) {
      settle(c, now, effects(posted, false));
    }
  }

  /** The checks of a settlement proposal, made at its creation and again at its execution. */
  void checkProposal(ChannelState c, SettlementProposal proposal) {
    require(proposal.domain().equals(c.domain), AbortCode.WRONG_DOMAIN);
    require(proposal.fromHeight() == c.settledHeight, AbortCode.WRONG_BASE);
    require(proposal.fromRoot().equals(c.settledRoot), AbortCode.WRONG_BASE);
    require(proposal.toHeight() > proposal.fromHeight(), AbortCode.OLD_HEIGHT);
    require(proposal.finalSeq() >= c.lastSettleOp, AbortCode.NOT_LOGGED);
    require(proposal.payouts().kind() != CheckpointKind.NONE, AbortCode.BAD_PAYOUTS);
    CertificateChecks.checkForm(proposal.payouts());
    CertificateChecks.conserved(c, proposal.payouts(), proposal.finalSeq());
    requireRoomToApply(c);
    requireCuts(c, c.setVersion, proposal.finalSeq(), proposal.payouts());
  }

  void settleByVote(ChannelState c, long now, SettlementProposal proposal) {
    settle(
        c,
        now,
        new Effects(
            proposal.toHeight(),
            proposal.stateRoot(),
            proposal.finalSeq(),
            proposal.netChangeRoot(),
            proposal.payouts(),
            0,
            false));
  }

  private void settle(ChannelState c, long now, Effects effects) {
    PayoutList payouts = effects.payouts();
    c.deposits.removeIf(d -> d.seq() <= effects.finalSeq());
    c.lastReleased = payouts.entries().stream().filter(PayoutList.Entry::release).toList();
    c.lastReleased.forEach(e -> c.pay(e.account(), e.asset(), Money.of(e.amount())));
    c.allocation = payouts.entries().stream().filter(e -> !e.release()).toList();
    c.settledHeight = effects.height();
    c.settledRoot = effects.stateRoot();
    c.settledSeq = effects.finalSeq();
    if (effects.bySet() != 0) {
      c.settlerSet = effects.bySet();
    }
    dropPaidCuts(c, payouts, effects.height());
    queueState(c, now, effects.height(), effects.netChangeRoot());
    c.seq++;
    c.lastSettleOp = c.seq;
    Optional<ChannelState.Member> leaver =
        payouts.kind() == CheckpointKind.LEAVE ? c.member(payouts.subject()) : Optional.empty();
    c.emit(
        now,
        new ContractEvent.Settled(
            effects.height(),
            effects.stateRoot(),
            payouts.kind(),
            leaver.isPresent() ? c.setVersion + 1 : c.setVersion,
            effects.bySet(),
            payouts.subject()));
    if (effects.cancels()) {
      c.exit = Optional.empty();
      c.phase = Phase.OPEN;
      c.seq++;
      c.emit(now, new ContractEvent.ExitCancelled());
    }
    leaver.ifPresent(
        member -> {
          c.goneAt.put(member.address(), effects.height());
          sets.dropMember(c, now, member);
          sets.bumpSet(
              c,
              now,
              effects.bySet() == 0
                  ? MemberSets.Change.LEAVE_BY_VOTE
                  : MemberSets.Change.LEAVE_BY_CERTIFICATE);
        });
    if (leaver.isPresent()) {
      sets.afterShrink(c, now);
    }
    if (payouts.kind() == CheckpointKind.CLOSE) {
      close(c, now);
    }
  }

  /** Cuts whose members' frozen balances were in a settled list are done. */
  private static void dropPaidCuts(ChannelState c, PayoutList payouts, long height) {
    c.cuts.removeIf(
        cut -> {
          boolean paid = CertificateChecks.names(payouts, cut);
          if (paid) {
            c.goneAt.put(cut.member, height);
          }
          return paid;
        });
  }

  static void queueState(ChannelState c, long now, long height, Hash netChangeRoot) {
    if (!netChangeRoot.isZero() && !c.stateBroken) {
      c.applying.add(new Applying(height, netChangeRoot, now + c.config.applyTime()));
    }
  }

  /** The channel is over: stakes run out. */
  static void close(ChannelState c, long now) {
    c.phase = Phase.CLOSED;
    c.exit = Optional.empty();
    c.reservations.values().forEach(r -> r.freeAt = now + c.config.live() + c.config.challenge());
    c.seq++;
    c.emit(now, new ContractEvent.Closed(c.settledHeight, c.settledRoot));
  }
}
