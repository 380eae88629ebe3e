/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.ClaimSeed;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MemberList;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.testkit.channel.contract.ChannelState.Cut;
import dev.sluice.testkit.channel.contract.ChannelState.Exit;
import dev.sluice.testkit.channel.contract.ChannelState.Member;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ChannelState.Reservation;
import dev.sluice.testkit.channel.contract.ChannelState.SetRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Epochs, sets and removals: the internal procedures of section 10.3. */
final class MemberSets {
  /** What made a set from the one before (section 1.2). */
  enum Change {
    CREATE,
    JOIN,
    REMOVAL,
    LEAVE_BY_CERTIFICATE,
    LEAVE_BY_VOTE
  }

  private final Set<ContractSwitch> off;
  private final Funds funds;
  private final Pool pool;

  MemberSets(Set<ContractSwitch> off, Funds funds, Pool pool) {
    this.off = off;
    this.funds = funds;
    this.pool = pool;
  }

  void openEpoch(ChannelState c, long now, EpochCause cause, Optional<AccountAddress> leader) {
    c.epoch++;
    MemberList list = new MemberList(c.domain, c.setVersion, c.members());
    c.claimId =
        new ClaimSeed(
                c.domain,
                c.claimId,
                c.epoch,
                c.setVersion,
                HashFunction.H.hash(list),
                leader.orElse(PayoutList.NOBODY),
                now,
                cause)
            .claimId();
    if (leader.isEmpty() || !leader.equals(c.leader)) {
      c.reignEpoch = c.epoch;
    }
    c.leader = leader;
    c.epochs.put(c.epoch, new ChannelState.EpochRecord(c.setVersion, c.claimId, leader));
    c.emit(
        now,
        new ContractEvent.EpochOpened(
            c.epoch, c.claimId, c.setVersion, leader, c.reignEpoch, cause, now));
  }

  void bumpSet(ChannelState c, long now, Change change) {
    c.setVersion++;
    int n = c.size();
    boolean removal = change == Change.REMOVAL;
    boolean leave = change == Change.LEAVE_BY_CERTIFICATE || change == Change.LEAVE_BY_VOTE;
    dropDelegationsAboveCap(c);
    c.sets.put(
        c.setVersion,
        new SetRecord(
            c.setVersion, c.members(), quorum(c, n, change), removal, leave, candidates(c, now)));
    if (c.phase == Phase.FORMING && n >= c.config.minSigners()) {
      c.phase = Phase.OPEN;
    }
    EpochCause cause =
        switch (change) {
          case CREATE -> EpochCause.CREATE;
          case JOIN -> EpochCause.JOIN;
          case REMOVAL -> EpochCause.REMOVAL;
          case LEAVE_BY_CERTIFICATE, LEAVE_BY_VOTE -> EpochCause.LEAVE;
        };
    if (change == Change.JOIN && off.contains(ContractSwitch.ONE_JOIN) && c.setVersion % 3 != 1) {
      return;
    }
    openEpoch(c, now, cause, c.leader.filter(a -> c.member(a).isPresent()));
  }

  private int quorum(ChannelState c, int n, Change change) {
    int plain = off.contains(ContractSwitch.QUORUM_SIZE) ? (2 * n + 2) / 3 : Quorum.certificate(n);
    if (change == Change.CREATE
        || change == Change.LEAVE_BY_CERTIFICATE
        || off.contains(ContractSwitch.QUORUM_AFTER_REMOVAL)) {
      return plain;
    }
    return Math.max(plain, Math.min(c.presentSet().quorum, n));
  }

  private static List<Integer> candidates(ChannelState c, long now) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < c.size(); i++) {
      order.add(i);
    }
    if (c.size() <= 5) {
      return order;
    }
    Map<AccountAddress, Integer> carried = new HashMap<>();
    c.delegations.values().forEach(to -> carried.merge(to, 1, Integer::sum));
    order.sort(
        Comparator.<Integer, Boolean>comparing(i -> c.isDead(c.members.get(i), now))
            .thenComparing(i -> -carried.getOrDefault(c.members.get(i).address(), 0))
            .thenComparing(Comparator.naturalOrder()));
    return order.subList(0, 5);
  }

  private static void dropDelegationsAboveCap(ChannelState c) {
    Map<AccountAddress, Integer> carried = new HashMap<>();
    c.delegations.values().removeIf(to -> carried.merge(to, 1, Integer::sum) > c.delegationCap());
  }

  void remove(ChannelState c, long now, AccountAddress address, RemovalCause cause) {
    Member member = c.member(address).orElseThrow();
    dropMember(c, now, member);
    if (cause == RemovalCause.EVIDENCE) {
      for (SetRecord set : c.sets.tailMap(c.settlerSet, true).values()) {
        if (set.holds(member.record)) {
          set.removedByEvidence++;
        }
      }
    }
    long ends = now + c.config.challenge();
    for (SetRecord set : c.sets.values()) {
      if (set.voidAt == 0) {
        set.voidAt = ends;
      }
    }
    c.seq++;
    c.cuts.add(new Cut(address, c.setVersion + 1, c.seq, ends));
    c.emit(now, new ContractEvent.MemberRemoved(address, c.setVersion + 1, cause, ends));
    bumpSet(c, now, Change.REMOVAL);
    afterShrink(c, now);
  }

  /** Takes a member and its delegations out of the present set; its stake runs out. */
  void dropMember(ChannelState c, long now, Member member) {
    c.members.remove(member);
    c.delegations.remove(member.address());
    c.delegations.values().removeIf(member.address()::equals);
    Reservation reservation = c.reservations.get(member.address());
    if (reservation != null) {
      reservation.freeAt = now + c.config.live() + c.config.challenge();
    }
  }

  void afterShrink(ChannelState c, long now) {
    if (c.phase == Phase.CLOSED || (continues(c) && c.size() >= c.config.minSigners())) {
      return;
    }
    if (c.exit.isPresent()) {
      c.exit.get().forced = true;
      return;
    }
    openExit(c, now, Optional.empty(), true, Optional.empty());
  }

  void openExit(
      ChannelState c,
      long now,
      Optional<AccountAddress> opener,
      boolean forced,
      Optional<ChannelState.Posted> best) {
    c.seq++;
    long ends = now + c.config.challenge();
    c.exit = Optional.of(new Exit(c.seq, ends, forced, best));
    c.phase = Phase.EXITING;
    c.emit(now, new ContractEvent.ExitOpened(opener, ends, forced));
  }

  /** The continuation test of section 1.2. */
  boolean continues(ChannelState c) {
    if (off.contains(ContractSwitch.QUORUM_AFTER_REMOVAL)) {
      return true;
    }
    SetRecord present = c.presentSet();
    for (SetRecord set : c.sets.subMap(c.settlerSet, true, c.setVersion, false).values()) {
      if (set.size() < c.config.minSigners()) {
        continue;
      }
      int survivors = 0;
      for (MemberRecord member : set.members) {
        survivors += present.holds(member) ? 1 : 0;
      }
      if (!Quorum.continues(set.size(), set.quorum, set.removedByEvidence, survivors)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a fine from this channel's reservation (rule 25). */
  void fine(ChannelState c, long now, AccountAddress address, AccountAddress reporter, int n0) {
    Reservation reservation = c.reservations.get(address);
    if (n0 < 3 || reservation == null) {
      return;
    }
    BigInteger amount = Money.of(c.config.fine()).min(reservation.amount);
    BigInteger back = Money.of(c.config.refund()).min(amount);
    BigInteger rest = amount.subtract(back);
    reservation.amount = reservation.amount.subtract(amount);
    if (c.config.stakePool()) {
      pool.forfeit(address, c.config.coin(), amount);
    }
    c.pay(reporter, c.config.coin(), back);
    c.config
        .sink()
        .ifPresentOrElse(
            sink -> funds.give(sink, c.config.coin(), rest),
            () -> funds.burn(c.config.coin(), rest));
    c.emitNext(
        now, new ContractEvent.Fined(address, amount.longValue(), reporter, back.longValue()));
  }
}
