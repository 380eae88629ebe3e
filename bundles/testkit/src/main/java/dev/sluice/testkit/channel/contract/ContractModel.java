/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.testkit.channel.contract.ChannelState.Member;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ChannelState.Reservation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settlement contract of section 10 of the channel protocol: every operation with its checks in
 * order, its abort codes, effects, events and views. Deterministic; no clock: the chain time is an
 * argument, in milliseconds and never going back. An operation either throws {@link ContractAbort}
 * and changes nothing, or applies all of its effects. Not thread-safe.
 *
 * <p>Byte arguments are taken as they would reach a contract. {@code caller} is the account that
 * signed the chain's transaction.
 */
public final class ContractModel {
  /** What dApp code needs to call for its channel. */
  public record Capability(long channel) {}

  private final long chainId;
  private final AccountAddress contract;
  private final Funds funds = new Funds();
  private final Pool pool = new Pool(funds);
  private final Map<Long, ChannelState> channels = new LinkedHashMap<>();
  private final List<ChannelEvent> events = new ArrayList<>();
  private final MemberSets sets;
  private final Joining joining;
  private final Leading leading;
  private final Settling settling;
  private final Exits exits;
  private final Sanctions sanctions;
  private final Proposals proposals;

  /** A contract without channels. */
  public ContractModel(long chainId, AccountAddress contract, SignatureVerifier verifier) {
    this(chainId, contract, verifier, Set.of());
  }

  /** A contract that leaves out the checks in {@code off}. */
  public ContractModel(
      long chainId, AccountAddress contract, SignatureVerifier verifier, Set<ContractSwitch> off) {
    this.chainId = chainId;
    this.contract = contract;
    CertificateChecks certificates = new CertificateChecks(off, verifier);
    sets = new MemberSets(off, funds, pool);
    joining = new Joining(certificates, sets, funds, pool);
    leading = new Leading(certificates, sets);
    settling = new Settling(off, certificates, sets);
    exits = new Exits(certificates, sets, settling);
    sanctions = new Sanctions(off, certificates, sets);
    proposals = new Proposals(settling, sanctions, sets);
  }

  /** Gives an account coins from outside the model. */
  public void mint(AccountAddress account, Hash asset, BigInteger amount) {
    funds.give(account, asset, amount);
  }

  /** Coins of an account outside of channels and pool. */
  public BigInteger balance(AccountAddress account, Hash asset) {
    return funds.of(account, asset);
  }

  /** The pool. */
  public Pool pool() {
    return pool;
  }

  /** All coins the model knows of, wherever they are: changes only by {@link #mint}. */
  public Map<Hash, BigInteger> audit() {
    Map<Hash, BigInteger> sums = new LinkedHashMap<>();
    funds.addTo(sums);
    pool.addTo(sums);
    channels.values().forEach(c -> c.addTo(sums));
    return sums;
  }

  /** Everything that happened, oldest first; a view. */
  public List<ChannelEvent> events() {
    return java.util.Collections.unmodifiableList(events);
  }

  /** A channel, to be read. */
  public ChannelState channel(long id) {
    require(channels.containsKey(id), AbortCode.NO_CHANNEL);
    return channels.get(id);
  }

  /** create_config: checks a record and returns it. */
  public ConfigRecord createConfig(byte[] bytes) {
    ConfigRecord config = CertificateChecks.decode(bytes, 16_384, ConfigRecord::read);
    Joining.checkConfig(config);
    return config;
  }

  /** The domain the next channel will have. */
  public Domain nextDomain() {
    return new Domain(chainId, contract, channels.size() + 1L);
  }

  /** The genesis of the next channel. */
  public Genesis nextGenesis(ConfigRecord config, Hash stateRoot) {
    return new Genesis(
        nextDomain(), config.hash(), stateRoot, PayoutList.EMPTY.root(), 1, config.codeHashes());
  }

  /** create. */
  public Capability create(long now, ConfigRecord config, Hash stateRoot, JoinArguments creator) {
    Domain domain = nextDomain();
    joining.checkPossession(new Domain(chainId, contract, 0), creator);
    joining.checkMoney(config, creator.address(), Money.of(creator.deposit()));
    ChannelState c =
        new ChannelState(
            domain, config, nextGenesis(config, stateRoot).hash(), stateRoot, events::add);
    channels.put(c.id, c);
    joining.create(c, now, creator);
    return new Capability(c.id);
  }

  /** set_labels. */
  public void setLabels(Capability capability, long id, List<ConfigRecord.Label> labels) {
    ChannelState c = common(id);
    require(capability.channel() == id, AbortCode.WRONG_CAP);
    boolean bounded =
        labels.size() <= 16
            && labels.stream().allMatch(l -> l.key().length() <= 64 && l.value().length() <= 256);
    require(bounded, AbortCode.TOO_LARGE);
    c.labels = List.copyOf(labels);
  }

  /** join. */
  public void join(AccountAddress caller, long now, long id, byte[] arguments) {
    ChannelState c = common(id);
    requireNoExit(c);
    joining.join(c, now, caller, arguments);
    beat(c, caller, now);
  }

  /** keep_alive. */
  public void keepAlive(AccountAddress caller, long now, long id, byte[] delays) {
    ChannelState c = common(id);
    Member member = member(c, caller);
    require(delays.length <= 512, AbortCode.TOO_LARGE);
    member.delays = dev.sluice.codec.Bytes.of(delays);
    beat(c, caller, now);
  }

  /** claim_leader. */
  public void claimLeader(AccountAddress caller, long now, long id, long expectedEpoch) {
    ChannelState c = common(id);
    member(c, caller);
    leading.claim(c, now, caller, expectedEpoch);
    beat(c, caller, now);
  }

  /** claim_no_confidence. */
  public void claimNoConfidence(
      AccountAddress caller, long now, long id, long expectedEpoch, byte[] proof) {
    ChannelState c = common(id);
    member(c, caller);
    leading.claimNoConfidence(c, now, caller, expectedEpoch, proof);
    beat(c, caller, now);
  }

  /** delegate. */
  public void delegate(AccountAddress caller, long now, long id, AccountAddress to) {
    ChannelState c = common(id);
    requireNoExit(c);
    member(c, caller);
    leading.delegate(c, now, caller, to);
    beat(c, caller, now);
  }

  /** undelegate. */
  public void undelegate(AccountAddress caller, long now, long id) {
    ChannelState c = common(id);
    requireNoExit(c);
    member(c, caller);
    leading.undelegate(c, now, caller);
    beat(c, caller, now);
  }

  /** create_proposal; its number. */
  public long createProposal(AccountAddress caller, long now, long id, int type, byte[] data) {
    ChannelState c = open(id);
    member(c, caller);
    long number = proposals.create(c, now, caller, type, data);
    beat(c, caller, now);
    return number;
  }

  /** vote_proposal: 0 no, 1 yes, 2 abstain. */
  public void voteProposal(AccountAddress caller, long now, long id, long proposal, int option) {
    ChannelState c = open(id);
    member(c, caller);
    proposals.vote(c, now, caller, proposal, option);
    beat(c, caller, now);
  }

  /** execute_proposal. */
  public void executeProposal(
      AccountAddress caller, long now, long id, long proposal, byte[] data) {
    ChannelState c = open(id);
    beating(c, caller, now, () -> proposals.execute(c, now, proposal, data));
  }

  /** settle. */
  public void settle(AccountAddress caller, long now, long id, SettlementArguments arguments) {
    ChannelState c = common(id);
    beating(c, caller, now, () -> settling.settle(c, now, arguments));
  }

  /** post_evidence. */
  public void postEvidence(AccountAddress caller, long now, long id, byte[] evidence) {
    ChannelState c = common(id);
    beating(c, caller, now, () -> sanctions.postEvidence(c, now, caller, evidence));
  }

  /** report_withheld. */
  public void reportWithheld(AccountAddress caller, long now, long id) {
    ChannelState c = open(id);
    member(c, caller);
    sanctions.reportWithheld(c, now, caller);
    beat(c, caller, now);
  }

  /** expel_dead. */
  public void expelDead(AccountAddress caller, long now, long id, AccountAddress address) {
    ChannelState c = open(id);
    member(c, caller);
    beating(c, caller, now, () -> sanctions.expelDead(c, now, caller, address));
  }

  /** post_cut. */
  public void postCut(AccountAddress caller, long now, long id, SettlementArguments arguments) {
    ChannelState c = open(id);
    exits.postCut(c, now, arguments);
    beat(c, caller, now);
  }

  /** fix_cut. */
  public void fixCut(AccountAddress caller, long now, long id, AccountAddress address) {
    ChannelState c = common(id);
    exits.fixCut(c, now, address);
    beat(c, caller, now);
  }

  /** open_exit. */
  public void openExit(
      AccountAddress caller, long now, long id, Optional<SettlementArguments> arguments) {
    ChannelState c = common(id);
    requireNoExit(c);
    member(c, caller);
    exits.open(c, now, caller, arguments);
    beat(c, caller, now);
  }

  /** post_exit. */
  public void postExit(AccountAddress caller, long now, long id, SettlementArguments arguments) {
    ChannelState c = common(id);
    exits.post(c, now, arguments);
    beat(c, caller, now);
  }

  /** finalize_exit. */
  public void finalizeExit(long now, long id) {
    exits.finish(common(id), now);
  }

  /** take_payout; what was paid. */
  public BigInteger takePayout(long now, long id, AccountAddress account, Hash asset) {
    ChannelState c = channel(id);
    BigInteger amount = c.payable(account, asset);
    require(amount.signum() > 0, AbortCode.NOTHING);
    c.payable.remove(new Holding(account, asset));
    funds.give(account, asset, amount);
    c.emit(
        now,
        new dev.sluice.consensus.api.chain.ContractEvent.PaidOut(
            account, asset, amount.longValue()));
    return amount;
  }

  /** begin_settlement: the page, to be applied before {@link #endSettlement}. */
  public NetChangePage beginSettlement(
      Capability capability, long id, long number, byte[] page, List<Hash> proof, long count) {
    ChannelState c = channel(id);
    require(capability.channel() == id, AbortCode.WRONG_CAP);
    return PageApplying.begin(c, number, page, proof, count);
  }

  /** end_settlement: the page was applied. */
  public void endSettlement(long now, long id) {
    PageApplying.end(channel(id), now);
  }

  /** The dApp aborted between begin and end: nothing happened. */
  public void abortSettlement(long id) {
    channel(id).receiptOpen = false;
  }

  /** skip_apply. */
  public void skipApply(long now, long id) {
    PageApplying.skip(channel(id), now);
  }

  /** take_assets; whether they come as applied (true) or as deposited. */
  public boolean takeAssets(long id, AccountAddress member) {
    return PageApplying.takeAssets(channel(id), member);
  }

  /** take_state; whether it comes as applied (true) or is broken. */
  public boolean takeState(Capability capability, long id) {
    ChannelState c = channel(id);
    require(capability.channel() == id, AbortCode.WRONG_CAP);
    return PageApplying.takeState(c);
  }

  /** pool_deposit. */
  public void poolDeposit(AccountAddress caller, Hash coin, BigInteger amount) {
    pool.deposit(caller, coin, amount);
  }

  /** pool_withdraw_request; {@code live} and {@code challenge} are those of the pool's config. */
  public void poolWithdrawRequest(
      AccountAddress caller, long now, Hash coin, BigInteger amount, long live, long challenge) {
    pool.request(caller, coin, amount, now + live + challenge);
  }

  /** pool_withdraw. */
  public void poolWithdraw(AccountAddress caller, long now, Hash coin) {
    pool.withdraw(caller, coin, now);
  }

  /** release_stake. */
  public void releaseStake(long now, long id, AccountAddress address) {
    ChannelState c = channel(id);
    Reservation reservation = c.reservations.get(address);
    require(reservation != null, AbortCode.NOTHING);
    require(reservation.freeAt != 0 && now >= reservation.freeAt, AbortCode.TIME_LEFT);
    c.reservations.remove(address);
    if (c.config.stakePool()) {
      pool.release(address, c.config.coin(), reservation.amount);
    } else {
      c.pay(address, c.config.coin(), reservation.amount);
    }
  }

  private ChannelState common(long id) {
    ChannelState c = channel(id);
    require(c.phase != Phase.CLOSED, AbortCode.CLOSED);
    return c;
  }

  private ChannelState open(long id) {
    ChannelState c = common(id);
    require(c.phase != Phase.FORMING, AbortCode.FORMING);
    require(c.phase != Phase.EXITING, AbortCode.EXIT_OPEN);
    return c;
  }

  private static void requireNoExit(ChannelState c) {
    require(c.phase == Phase.OPEN || c.phase == Phase.FORMING, AbortCode.EXIT_OPEN);
  }

  private static Member member(ChannelState c, AccountAddress address) {
    Optional<Member> member = c.member(address);
    require(member.isPresent(), AbortCode.NOT_MEMBER);
    return member.get();
  }

  /** An operation that may make a new set: its candidates are chosen with the caller alive. */
  private static void beating(ChannelState c, AccountAddress caller, long now, Runnable operation) {
    Optional<Member> member = c.member(caller);
    long before = member.map(m -> m.heartbeat).orElse(0L);
    member.ifPresent(m -> m.heartbeat = now);
    try {
      operation.run();
    } catch (ContractAbort e) {
      member.ifPresent(m -> m.heartbeat = before);
      throw e;
    }
  }

  /** Every operation of a member that succeeds is a heartbeat. */
  private static void beat(ChannelState c, AccountAddress caller, long now) {
    c.member(caller).ifPresent(m -> m.heartbeat = now);
  }
}
