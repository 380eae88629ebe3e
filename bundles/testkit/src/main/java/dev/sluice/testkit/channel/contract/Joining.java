/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.testkit.channel.contract.ChannelState.Deposit;
import dev.sluice.testkit.channel.contract.ChannelState.Member;
import dev.sluice.testkit.channel.contract.ChannelState.Reservation;
import dev.sluice.testkit.channel.contract.ChannelState.SetRecord;
import java.math.BigInteger;

/** Creation and joins: keys, admission, stake and deposit. */
final class Joining {
  /** Bytes of encoded arguments with an approval of every member. */
  private static final int MAX_ARGUMENTS = 1024 + 64 * Bounds.MAX_MEMBERS;

  private static final int APPROVED = 0;
  private static final int LISTED = 1;

  private final CertificateChecks certificates;
  private final MemberSets sets;
  private final Funds funds;
  private final Pool pool;

  Joining(CertificateChecks certificates, MemberSets sets, Funds funds, Pool pool) {
    this.certificates = certificates;
    this.sets = sets;
    this.funds = funds;
    this.pool = pool;
  }

  /** The checks of a config record. */
  static void checkConfig(ConfigRecord k) {
    boolean good =
        k.version() == 1
            && k.minSigners() >= 1
            && k.minSigners() <= k.maxMembers()
            && k.maxMembers() <= Bounds.MAX_MEMBERS
            && Money.of(k.fine()).compareTo(Money.of(k.stake())) <= 0
            && Money.of(k.refund()).compareTo(Money.of(k.fine())) <= 0
            && k.live() > 0
            && k.expel() > k.live()
            && k.bar() > 0
            && k.priority() > 0
            && k.challenge() > 0
            && k.applyTime() > 0
            && k.proposalTime() > 0
            && k.maxBatchTxs() <= Bounds.HARD_BATCH_TXS
            && k.maxBatchBytes() <= Bounds.HARD_BATCH_BYTES
            && k.maxTxBytes() <= Bounds.HARD_TX_BYTES
            && k.admission() <= 2
            && k.readAccess() <= 1;
    require(good, AbortCode.BAD_CONFIG);
  }

  void checkPossession(Domain domain, JoinArguments a) {
    byte[] statement =
        new KeyPossession(domain, a.address(), a.txKey(), a.memberKey(), a.peerKey()).encode();
    require(
        certificates.isValid(a.txKey(), statement, a.possessionTx())
            && certificates.isValid(a.memberKey(), statement, a.possessionMember()),
        AbortCode.BAD_POSSESSION);
  }

  /** Whether stake and deposit are there. */
  void checkMoney(ConfigRecord config, AccountAddress address, BigInteger deposit) {
    BigInteger stake = Money.of(config.stake());
    if (config.stakePool()) {
      require(pool.canReserve(address, config.coin(), stake), AbortCode.NO_STAKE);
      funds.require(address, config.coin(), deposit, AbortCode.NO_FUNDS);
    } else {
      funds.require(address, config.coin(), stake, AbortCode.NO_STAKE);
      funds.require(address, config.coin(), stake.add(deposit), AbortCode.NO_FUNDS);
    }
  }

  void create(ChannelState c, long now, JoinArguments arguments) {
    c.seq = 1;
    MemberRecord record = arguments.record(1);
    enter(c, now, record, Money.of(arguments.deposit()));
    c.emit(
        now,
        new ContractEvent.Created(record, arguments.deposit(), c.config.hash(), c.genesisHash));
    c.leader = java.util.Optional.of(record.address());
    c.reignEpoch = 1; // before the event of the first epoch, which carries it
    sets.bumpSet(c, now, MemberSets.Change.CREATE);
  }

  private void enter(ChannelState c, long now, MemberRecord record, BigInteger deposit) {
    AccountAddress address = record.address();
    BigInteger stake = Money.of(c.config.stake());
    if (c.config.stakePool()) {
      pool.reserve(address, c.config.coin(), stake);
    } else {
      funds.take(address, c.config.coin(), stake);
    }
    Reservation reservation =
        c.reservations.computeIfAbsent(address, a -> new Reservation(BigInteger.ZERO));
    reservation.amount = reservation.amount.add(stake);
    reservation.freeAt = 0;
    funds.take(address, c.config.coin(), deposit);
    if (deposit.signum() > 0) {
      c.deposits.add(new Deposit(c.seq, address, c.config.coin(), deposit));
    }
    c.everJoined.putIfAbsent(address, c.seq);
    c.memberKeys.add(record.memberKey());
    c.txKeys.put(record.txKey(), address);
    c.goneAt.remove(address);
    c.assetsTaken.remove(address);
    c.members.add(new Member(record, now));
  }

  void join(ChannelState c, long now, AccountAddress caller, byte[] bytes) {
    JoinArguments a = CertificateChecks.decode(bytes, MAX_ARGUMENTS, JoinArguments::read);
    require(caller.equals(a.address()), AbortCode.NOT_CALLER);
    require(c.member(a.address()).isEmpty(), AbortCode.ALREADY_MEMBER);
    require(!c.isBarred(a.address(), now), AbortCode.BARRED);
    require(
        c.size() < c.config.maxMembers()
            && (c.everJoined.size() < Bounds.MAX_ACCOUNTS || c.everJoined.containsKey(a.address())),
        AbortCode.FULL);
    require(
        !c.memberKeys.contains(a.memberKey())
            && c.txKeys.getOrDefault(a.txKey(), a.address()).equals(a.address())
            && c.members.stream().noneMatch(m -> m.record.peerKey().equals(a.peerKey())),
        AbortCode.KEY_REUSED);
    checkPossession(c.domain, a);
    require(
        c.setVersion - c.settlerSet <= Bounds.MAX_SETS_SINCE_SETTLEMENT, AbortCode.SETTLE_FIRST);
    require(isAdmitted(c, now, a), AbortCode.NOT_ADMITTED);
    checkMoney(c.config, a.address(), Money.of(a.deposit()));
    c.seq++;
    MemberRecord record = a.record(c.seq);
    enter(c, now, record, Money.of(a.deposit()));
    c.emit(now, new ContractEvent.MemberJoined(record, c.setVersion + 1, a.deposit()));
    sets.bumpSet(c, now, MemberSets.Change.JOIN);
  }

  private boolean isAdmitted(ChannelState c, long now, JoinArguments a) {
    if (c.config.admission() == LISTED) {
      return c.config.listed().contains(a.address());
    }
    if (c.config.admission() != APPROVED) {
      return true;
    }
    if (a.approval().isEmpty()) {
      return false;
    }
    JoinArguments.Approval approval = a.approval().get();
    SetRecord set = c.presentSet();
    int count = Long.bitCount(approval.signers());
    if (approval.validUntil() < now
        || count < set.quorum
        || count != approval.signatures().size()
        || (set.size() < Long.SIZE && approval.signers() >>> set.size() != 0)) {
      return false;
    }
    JoinApproval statement =
        new JoinApproval(
            c.domain,
            c.setVersion,
            a.address(),
            a.txKey(),
            a.memberKey(),
            a.peerKey(),
            a.deposit(),
            approval.validUntil());
    try {
      certificates.checkSignatures(
          statement.encode(), approval.signers(), approval.signatures(), set);
      return true;
    } catch (ContractAbort e) {
      return false;
    }
  }
}
