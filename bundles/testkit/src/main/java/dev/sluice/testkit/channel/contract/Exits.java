/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.testkit.channel.contract.CertificateChecks.Checked;
import dev.sluice.testkit.channel.contract.ChannelState.Cut;
import dev.sluice.testkit.channel.contract.ChannelState.Exit;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ChannelState.Posted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Exits and cuts (section 10.8 and the operations post_cut and fix_cut). */
final class Exits {
  private final CertificateChecks certificates;
  private final MemberSets sets;
  private final Settling settling;

  Exits(CertificateChecks certificates, MemberSets sets, Settling settling) {
    this.certificates = certificates;
    this.sets = sets;
    this.settling = settling;
  }

  void open(
      ChannelState c, long now, AccountAddress caller, Optional<SettlementArguments> arguments) {
    Optional<Posted> best = arguments.map(a -> check(c, now, a, Optional.empty()));
    sets.openExit(c, now, Optional.of(caller), false, best);
    best.ifPresent(b -> Settling.raiseCuts(c, now, b));
  }

  void post(ChannelState c, long now, SettlementArguments arguments) {
    require(c.phase == Phase.EXITING, AbortCode.NO_EXIT);
    Exit exit = c.exit.orElseThrow();
    require(now <= exit.ends, AbortCode.WINDOW_CLOSED);
    Posted posted = check(c, now, arguments, exit.best);
    exit.best = Optional.of(posted);
    c.emit(now, new ContractEvent.ExitPosted(posted.set(), posted.batch(), posted.height()));
    Settling.raiseCuts(c, now, posted);
  }

  private Posted check(
      ChannelState c, long now, SettlementArguments arguments, Optional<Posted> best) {
    Checked checked = certificates.check(c, now, arguments);
    Posted posted = checked.posted();
    require(
        posted.baseHeight() > c.settledHeight
            || (posted.baseHeight() == c.settledHeight && posted.baseRoot().equals(c.settledRoot)),
        AbortCode.WRONG_BASE);
    require(
        !certificates.cutConflict(c, posted.set(), posted.seq(), posted.payouts()),
        AbortCode.CUT_CONFLICT);
    require(best.map(b -> beats(c, posted, b)).orElse(true), AbortCode.NOT_HIGHER);
    return posted;
  }

  /** Whether {@code posted} is higher, or older confirmed work that {@code best} cut off. */
  private static boolean beats(ChannelState c, Posted posted, Posted best) {
    return posted.above(best.set(), best.batch())
        || c.cuts.stream()
            .anyMatch(
                cut ->
                    cut.removalSet > posted.set()
                        && best.payouts().cuts().stream()
                            .anyMatch(
                                e ->
                                    e.member().equals(cut.member)
                                        && e.removalSet() == cut.removalSet
                                        && e.height() < posted.height()));
  }

  void finish(ChannelState c, long now) {
    require(c.phase == Phase.EXITING, AbortCode.NO_EXIT);
    Exit exit = c.exit.orElseThrow();
    require(now > exit.ends, AbortCode.WINDOW_OPEN);
    Optional<Posted> best = exit.best.filter(b -> b.height() > c.settledHeight);
    Optional<List<PayoutList.Entry>> entries = best.flatMap(b -> conserved(c, b));
    if (best.isPresent() && entries.isPresent()) {
      Posted b = best.get();
      entries.get().forEach(e -> c.pay(e.account(), e.asset(), Money.of(e.amount())));
      c.deposits.stream()
          .filter(d -> d.seq() > b.seq())
          .forEach(d -> c.pay(d.account(), d.asset(), d.amount()));
      if (b.baseHeight() == c.settledHeight) {
        Settling.queueState(c, now, b.height(), b.netChangeRoot());
      } else {
        c.stateBroken = true;
      }
      c.settledHeight = b.height();
      c.settledRoot = b.stateRoot();
      c.settledSeq = b.seq();
    } else {
      c.allocation.forEach(e -> c.pay(e.account(), e.asset(), Money.of(e.amount())));
      c.deposits.forEach(d -> c.pay(d.account(), d.asset(), d.amount()));
    }
    c.allocation = List.of();
    c.deposits = new ArrayList<>();
    c.cuts.clear();
    c.deferred = Optional.empty();
    c.emitNext(now, new ContractEvent.ExitFinalized(c.settledHeight, c.settledRoot));
    Settling.close(c, now);
  }

  private static Optional<List<PayoutList.Entry>> conserved(ChannelState c, Posted best) {
    try {
      return Optional.of(CertificateChecks.conserved(c, best.payouts(), best.seq()));
    } catch (ContractAbort e) {
      return Optional.empty();
    }
  }

  void postCut(ChannelState c, long now, SettlementArguments arguments) {
    Posted posted = certificates.check(c, now, arguments).posted();
    require(!Settling.openCuts(c, now, posted.set()).isEmpty(), AbortCode.NO_CUT);
    require(Settling.raiseCuts(c, now, posted), AbortCode.NOT_HIGHER);
  }

  void fixCut(ChannelState c, long now, AccountAddress member) {
    Optional<Cut> cut =
        c.cuts.stream().filter(x -> x.member.equals(member) && !x.fixed).findFirst();
    require(cut.isPresent(), AbortCode.NO_CUT);
    require(now > cut.get().ends, AbortCode.WINDOW_OPEN);
    cut.get().fixed = true;
    c.seq++;
    c.emit(now, new ContractEvent.CutFixed(member, cut.get().postedHeight));
    settling.settleDeferred(c, now);
  }
}
