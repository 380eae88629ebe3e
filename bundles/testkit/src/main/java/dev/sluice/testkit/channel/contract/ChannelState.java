/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.PayoutList;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the contract keeps of one channel (section 10.2). Read by anyone through its public methods,
 * changed only by the operations of this package.
 */
public final class ChannelState {
  /** How far the channel is. */
  public enum Phase {
    /** Fewer members than may certify. */
    FORMING,
    /** At work. */
    OPEN,
    /** An exit is open. */
    EXITING,
    /** Over. */
    CLOSED
  }

  /** A member of the present set. */
  static final class Member {
    final MemberRecord record;
    long heartbeat;
    Bytes delays = Bytes.EMPTY;

    Member(MemberRecord record, long now) {
      this.record = record;
      heartbeat = now;
    }

    AccountAddress address() {
      return record.address();
    }
  }

  /** A numbered set. */
  static final class SetRecord {
    final long version;
    final List<MemberRecord> members;
    final int quorum;
    final boolean removal;
    final boolean leave;
    final List<Integer> candidates;
    long voidAt;
    int removedByEvidence;

    SetRecord(
        long version,
        List<MemberRecord> members,
        int quorum,
        boolean removal,
        boolean leave,
        List<Integer> candidates) {
      this.version = version;
      this.members = List.copyOf(members);
      this.quorum = quorum;
      this.removal = removal;
      this.leave = leave;
      this.candidates = List.copyOf(candidates);
    }

    int size() {
      return members.size();
    }

    boolean holds(MemberRecord member) {
      return members.stream().anyMatch(m -> m.sameMember(member));
    }
  }

  record EpochRecord(long setVersion, Hash claimId, Optional<AccountAddress> leader) {}

  record Priority(AccountAddress address, long until) {}

  record Deposit(long seq, AccountAddress account, Hash asset, BigInteger amount) {}

  /** The fields of a header that settle, with the list they stand for. */
  record Posted(
      long set,
      long batch,
      long height,
      long seq,
      long chainSeq,
      CheckpointKind kind,
      Hash headerHash,
      Hash stateRoot,
      Hash netChangeRoot,
      long baseHeight,
      Hash baseRoot,
      PayoutList payouts) {
    static Posted of(BatchHeader header, Hash headerHash, PayoutList payouts) {
      return new Posted(
          header.setVersion(),
          header.finality().batch(),
          header.finality().height(),
          header.finality().seq(),
          header.chainSeq(),
          header.finality().kind(),
          headerHash,
          header.finality().stateRoot(),
          header.finality().netChangeRoot(),
          header.finality().baseHeight(),
          header.finality().baseRoot(),
          payouts);
    }

    boolean above(long otherSet, long otherBatch) {
      return set > otherSet || (set == otherSet && batch > otherBatch);
    }
  }

  /** A removed member whose payout is open. */
  static final class Cut {
    final AccountAddress member;
    final long removalSet;
    final long seq;
    final long ends;
    long postedSet;
    long postedBatch;
    long postedHeight;
    Hash postedHeader = Hash.ZERO;
    boolean fixed;

    Cut(AccountAddress member, long removalSet, long seq, long ends) {
      this.member = member;
      this.removalSet = removalSet;
      this.seq = seq;
      this.ends = ends;
    }
  }

  /** An open exit. */
  static final class Exit {
    final long seq;
    final long ends;
    boolean forced;
    Optional<Posted> best;

    Exit(long seq, long ends, boolean forced, Optional<Posted> best) {
      this.seq = seq;
      this.ends = ends;
      this.forced = forced;
      this.best = best;
    }
  }

  /** A settlement whose state is to be applied page by page. */
  static final class Applying {
    final long height;
    final Hash root;
    final long deadline;
    long count;
    long applied;

    Applying(long height, Hash root, long deadline) {
      this.height = height;
      this.root = root;
      this.deadline = deadline;
    }
  }

  /** A stake this channel holds. */
  static final class Reservation {
    BigInteger amount;
    long freeAt;

    Reservation(BigInteger amount) {
      this.amount = amount;
    }
  }

  final long id;
  final Domain domain;
  final ConfigRecord config;
  final Hash genesisHash;
  private final Consumer<ChannelEvent> sink;

  Phase phase = Phase.FORMING;
  long seq;
  List<ConfigRecord.Label> labels;
  long epoch;
  Hash claimId = Hash.ZERO;
  Optional<AccountAddress> leader = Optional.empty();
  long reignEpoch;
  long setVersion;
  final Map<AccountAddress, Long> everJoined = new LinkedHashMap<>();
  final Set<Key> memberKeys = new HashSet<>();
  final Map<Key, AccountAddress> txKeys = new HashMap<>();
  final List<Member> members = new ArrayList<>();
  final TreeMap<Long, SetRecord> sets = new TreeMap<>();
  final TreeMap<Long, EpochRecord> epochs = new TreeMap<>();
  final Map<AccountAddress, Long> bars = new LinkedHashMap<>();
  Optional<Priority> priority = Optional.empty();
  long settledHeight;
  Hash settledRoot;
  long settledSeq;
  long lastSettleOp;
  long settlerSet = 1;
  List<PayoutList.Entry> allocation = List.of();
  List<PayoutList.Entry> lastReleased = List.of();
  List<Deposit> deposits = new ArrayList<>();
  final Map<Holding, BigInteger> payable = new LinkedHashMap<>();
  final List<Cut> cuts = new ArrayList<>();
  Optional<Posted> deferred = Optional.empty();
  Optional<Exit> exit = Optional.empty();
  final Deque<Applying> applying = new ArrayDeque<>();
  boolean stateBroken;
  boolean stateTaken;
  boolean receiptOpen;
  final Map<AccountAddress, Long> goneAt = new HashMap<>();
  final Set<AccountAddress> assetsTaken = new HashSet<>();
  final TreeMap<Long, Proposal> proposals = new TreeMap<>();
  long nextProposal = 1;
  final LinkedHashMap<AccountAddress, AccountAddress> delegations = new LinkedHashMap<>();
  final Set<Key> sanctioned = new HashSet<>();
  final Map<AccountAddress, Reservation> reservations = new LinkedHashMap<>();

  ChannelState(
      Domain domain,
      ConfigRecord config,
      Hash genesisHash,
      Hash stateRoot,
      Consumer<ChannelEvent> sink) {
    id = domain.channel();
    this.domain = domain;
    this.config = config;
    this.genesisHash = genesisHash;
    this.sink = sink;
    labels = config.labels();
    settledRoot = stateRoot;
  }

  void emit(long now, ContractEvent event) {
    sink.accept(new ChannelEvent(id, seq, now, event));
  }

  /** Emits an event of an operation whose number is still to be counted. */
  void emitNext(long now, ContractEvent event) {
    sink.accept(new ChannelEvent(id, seq + 1, now, event));
  }

  int size() {
    return members.size();
  }

  Optional<Member> member(AccountAddress address) {
    return members.stream().filter(m -> m.address().equals(address)).findFirst();
  }

  int indexOf(AccountAddress address) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).address().equals(address)) {
        return i;
      }
    }
    return -1;
  }

  SetRecord presentSet() {
    return sets.lastEntry().getValue();
  }

  boolean isLive(Member member, long now) {
    return now - member.heartbeat <= config.live();
  }

  boolean isDead(Member member, long now) {
    return now - member.heartbeat > config.expel();
  }

  boolean isBarred(AccountAddress address, long now) {
    return bars.containsKey(address) && now <= bars.get(address);
  }

  boolean isCandidate(AccountAddress address) {
    int index = indexOf(address);
    return size() <= 5 ? index >= 0 : presentSet().candidates.contains(index);
  }

  /** Delegations one member may carry at the present size. */
  int delegationCap() {
    return Quorum.delegations(size());
  }

  void pay(AccountAddress account, Hash asset, BigInteger amount) {
    Money.add(payable, new Holding(account, asset), amount);
  }

  /** Everything of this channel in the contract's hands, own stakes included. */
  void addTo(Map<Hash, BigInteger> sums) {
    allocation.forEach(e -> Money.add(sums, e.asset(), Money.of(e.amount())));
    deposits.forEach(d -> Money.add(sums, d.asset(), d.amount()));
    Money.addAll(sums, payable);
    if (!config.stakePool()) {
      reservations.values().forEach(r -> Money.add(sums, config.coin(), r.amount));
    }
  }

  /** The channel's number. */
  public long id() {
    return id;
  }

  /** The hash of its genesis. */
  public Hash genesisHash() {
    return genesisHash;
  }

  /** How far it is. */
  public Phase phase() {
    return phase;
  }

  /** Operation counter. */
  public long seq() {
    return seq;
  }

  /** Present epoch. */
  public long epoch() {
    return epoch;
  }

  /** Its claim id. */
  public Hash claimId() {
    return claimId;
  }

  /** Its leader; empty = vacant. */
  public Optional<AccountAddress> leader() {
    return leader;
  }

  /** First epoch of the leader's unbroken reign. */
  public long reignEpoch() {
    return reignEpoch;
  }

  /** Number of the present set. */
  public long setVersion() {
    return setVersion;
  }

  /** The members of the present set in join order. */
  public List<MemberRecord> members() {
    return members.stream().map(m -> m.record).toList();
  }

  /** Their heartbeats, in the same order. */
  public List<Long> heartbeats() {
    return members.stream().map(m -> m.heartbeat).toList();
  }

  /** q_eff of a set. */
  public int quorum(long version) {
    return sets.get(version).quorum;
  }

  /** When a set becomes void; 0 = never. */
  public long voidAt(long version) {
    return sets.get(version).voidAt;
  }

  /** Indices of the members of the present set that may lead. */
  public List<Integer> candidates() {
    return presentSet().candidates;
  }

  /** Height of the last settlement. */
  public long settledHeight() {
    return settledHeight;
  }

  /** State root of the last settlement. */
  public Hash settledRoot() {
    return settledRoot;
  }

  /** b: the set that certified the last settlement. */
  public long settlerSet() {
    return settlerSet;
  }

  /** Coins an account can take. */
  public BigInteger payable(AccountAddress account, Hash asset) {
    return payable.getOrDefault(new Holding(account, asset), BigInteger.ZERO);
  }

  /** What is left of a member's stake; empty when it was released or never there. */
  public Optional<BigInteger> reservation(AccountAddress member) {
    return Optional.ofNullable(reservations.get(member)).map(r -> r.amount);
  }

  /** What members have in the channel: allocated by the last settlement, and deposited since. */
  public BigInteger escrow(Hash asset) {
    BigInteger sum = BigInteger.ZERO;
    for (PayoutList.Entry entry : allocation) {
      sum = sum.add(entry.asset().equals(asset) ? Money.of(entry.amount()) : BigInteger.ZERO);
    }
    for (Deposit deposit : deposits) {
      sum = sum.add(deposit.asset().equals(asset) ? deposit.amount() : BigInteger.ZERO);
    }
    return sum;
  }

  /** Who lets whom stand for it. */
  public Map<AccountAddress, AccountAddress> delegations() {
    return Map.copyOf(delegations);
  }

  /** Members that may be fixed a cut for, oldest first. */
  public List<AccountAddress> openCuts() {
    return cuts.stream().filter(c -> !c.fixed).map(c -> c.member).toList();
  }

  /** End of the window of the open exit. */
  public Optional<Long> exitEnds() {
    return exit.map(e -> e.ends);
  }

  /** Until when an address may not lead or join; 0 = never barred. */
  public long barredUntil(AccountAddress address) {
    return bars.getOrDefault(address, 0L);
  }

  /** Settlements whose state is not applied. */
  public int applyBacklog() {
    return applying.size();
  }

  /** Whether the application failed to apply in time. */
  public boolean stateBroken() {
    return stateBroken;
  }

  /** Proposals that can still be voted on. */
  public List<Long> openProposals(long now) {
    return proposals.values().stream().filter(p -> p.isOpen(this, now)).map(p -> p.id).toList();
  }
}
