/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.ClaimSeed;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MemberList;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.step.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Just enough of the contract for members to run against: it believes what it is shown. Time is
 * given with each call.
 */
final class TestChain {
  private static final class Proposal {
    private final Hash data;
    private final Optional<AccountAddress> accused;
    private final long set;
    private final Map<AccountAddress, Integer> votes = new LinkedHashMap<>();

    Proposal(Hash data, Optional<AccountAddress> accused, long set) {
      this.set = set;
      this.data = data;
      this.accused = accused;
    }
  }

  final Genesis genesis;
  final ConfigRecord config;
  final List<Input.ChainEvent> events = new ArrayList<>();
  final List<String> journal = new ArrayList<>();
  private final Domain domain;
  private final List<MemberRecord> members = new ArrayList<>();
  private final Map<AccountAddress, Long> heartbeats = new LinkedHashMap<>();
  private final TreeMap<Long, Proposal> proposals = new TreeMap<>();
  private final Map<AccountAddress, Long> cuts = new LinkedHashMap<>();
  private Optional<AccountAddress> leader = Optional.empty();
  private Hash claimId = Hash.ZERO;
  private long seq;
  private long setVersion;
  private long epoch;
  private long reign;
  private long settledHeight;
  private Hash settledRoot;
  private Optional<Settlement> best = Optional.empty();
  private long exitSeq;
  private long exitEnds;
  private boolean exitForced;
  private boolean closed;

  TestChain(ConfigRecord config) {
    this.config = config;
    domain = new Domain(7, AccountAddress.of(0xc0), 1);
    genesis =
        new Genesis(
            domain,
            config.hash(),
            LedgerExecutor.genesisRoot(),
            PayoutList.EMPTY.root(),
            1,
            List.of());
    settledRoot = genesis.stateRoot();
  }

  Domain domain() {
    return domain;
  }

  long settledHeight() {
    return settledHeight;
  }

  Hash settledRoot() {
    return settledRoot;
  }

  boolean isClosed() {
    return closed;
  }

  long epoch() {
    return epoch;
  }

  long setVersion() {
    return setVersion;
  }

  int size() {
    return members.size();
  }

  Optional<AccountAddress> leader() {
    return leader;
  }

  private void emit(long now, ContractEvent event) {
    events.add(new Input.ChainEvent(seq, now, event));
    journal.add(now + " " + seq + " " + event);
  }

  Input.ChainTime time(long now) {
    List<Long> beats = new ArrayList<>();
    members.forEach(m -> beats.add(heartbeats.getOrDefault(m.address(), 0L)));
    return new Input.ChainTime(seq, now, setVersion, beats);
  }

  private void openEpoch(long now, EpochCause cause, Optional<AccountAddress> next) {
    epoch++;
    ClaimSeed seed =
        new ClaimSeed(
            domain,
            claimId,
            epoch,
            setVersion,
            HashFunction.H.hash(new MemberList(domain, setVersion, members)),
            next.orElse(AccountAddress.of(0)),
            now,
            cause);
    claimId = seed.claimId();
    if (!next.equals(leader) || next.isEmpty()) {
      reign = epoch;
    }
    leader = next;
    emit(now, new ContractEvent.EpochOpened(epoch, claimId, setVersion, leader, reign, cause, now));
  }

  void create(long now, MemberRecord creator, long deposit) {
    seq = 1;
    setVersion = 1;
    members.add(creator);
    heartbeats.put(creator.address(), now);
    emit(now, new ContractEvent.Created(creator, deposit, config.hash(), genesis.hash()));
    openEpoch(now, EpochCause.CREATE, Optional.of(creator.address()));
  }

  void join(long now, MemberRecord record, long deposit) {
    seq++;
    setVersion++;
    members.add(record);
    heartbeats.put(record.address(), now);
    emit(now, new ContractEvent.MemberJoined(record, setVersion, deposit));
    openEpoch(now, EpochCause.JOIN, leader);
  }

  private void remove(long now, AccountAddress member, RemovalCause cause) {
    seq++;
    setVersion++;
    members.removeIf(m -> m.address().equals(member));
    cuts.put(member, now + config.challenge());
    emit(now, new ContractEvent.MemberRemoved(member, setVersion, cause, now + config.challenge()));
    openEpoch(now, EpochCause.REMOVAL, leader.filter(l -> !l.equals(member)));
    if (members.size() < config.minSigners()) {
      openExit(now, Optional.empty(), true);
    }
  }

  private void openExit(long now, Optional<AccountAddress> opener, boolean forced) {
    seq++;
    exitSeq = seq;
    exitEnds = now + config.challenge();
    exitForced = forced;
    emit(now, new ContractEvent.ExitOpened(opener, exitEnds, forced));
  }

  /** What follows when a set has shrunk too far. */
  void forceExit(long now) {
    openExit(now, Optional.empty(), true);
  }

  void cancelExit(long now) {
    exitSeq = 0;
    seq++;
    emit(now, new ContractEvent.ExitCancelled());
  }

  private boolean isMember(AccountAddress address) {
    return members.stream().anyMatch(m -> m.address().equals(address));
  }

  private static CallOutcome abort(AbortCode code) {
    return new CallOutcome.Aborted(code);
  }

  /** Carries out an operation. */
  CallOutcome call(long now, AccountAddress caller, ContractCall call) {
    if (closed) {
      return abort(AbortCode.CLOSED);
    }
    if (call instanceof ContractCall.Settle settle) {
      return settle(now, settle.settlement());
    }
    if (call instanceof ContractCall.PostEvidence post) {
      return evidence(now, post);
    }
    if (!isMember(caller)) {
      return abort(AbortCode.NOT_MEMBER);
    }
    heartbeats.put(caller, now);
    if (call instanceof ContractCall.ClaimLeader claim) {
      return claim(now, caller, claim.expectedEpoch());
    }
    if (call instanceof ContractCall.ClaimNoConfidence claim) {
      if (claim.expectedEpoch() < reign || claim.expectedEpoch() > epoch) {
        return abort(AbortCode.STALE_EPOCH);
      }
      if (claim.proof().signatures().size() < Quorum.majority(members.size() - 1)) {
        return abort(AbortCode.QUORUM);
      }
      seq++;
      openEpoch(now, EpochCause.NO_CONFIDENCE, Optional.of(caller));
    } else if (call instanceof ContractCall.ExpelDead expel) {
      if (now - heartbeats.getOrDefault(expel.member(), now) <= config.expel()
          || !isMember(expel.member())) {
        return abort(AbortCode.ALIVE);
      }
      remove(now, expel.member(), RemovalCause.DEAD);
    } else if (call instanceof ContractCall.FixCut fix) {
      if (cuts.getOrDefault(fix.member(), Long.MAX_VALUE) >= now) {
        return abort(AbortCode.WINDOW_OPEN);
      }
      cuts.remove(fix.member());
      seq++;
      emit(now, new ContractEvent.CutFixed(fix.member(), 0));
    } else if (call instanceof ContractCall.OpenExit open) {
      if (exitSeq > 0) {
        return abort(AbortCode.EXIT_OPEN);
      }
      best = open.settlement();
      openExit(now, Optional.of(caller), false);
    } else if (call instanceof ContractCall.ReportWithheld) {
      openExit(now, Optional.of(caller), false);
    } else if (call instanceof ContractCall.PostExit post) {
      if (now > exitEnds) {
        return abort(AbortCode.WINDOW_CLOSED);
      }
      best = Optional.of(post.settlement());
      BatchHeader header = post.settlement().header();
      emit(
          now,
          new ContractEvent.ExitPosted(
              header.setVersion(), header.finality().batch(), header.finality().height()));
    } else if (call instanceof ContractCall.FinalizeExit) {
      return finalizeExit(now);
    } else if (call instanceof ContractCall.CreateProposal create) {
      return create(now, caller, create);
    } else if (call instanceof ContractCall.VoteProposal vote) {
      return vote(now, caller, vote);
    } else if (call instanceof ContractCall.ExecuteProposal execute) {
      return execute(now, execute);
    }
    return new CallOutcome.Done();
  }

  private CallOutcome claim(long now, AccountAddress caller, long expected) {
    if (expected != epoch) {
      return abort(AbortCode.STALE_EPOCH);
    }
    boolean own = leader.filter(caller::equals).isPresent();
    boolean live =
        leader.filter(l -> now - heartbeats.getOrDefault(l, 0L) <= config.live()).isPresent();
    if (!own && live) {
      return abort(AbortCode.LEADER_LIVE);
    }
    seq++;
    openEpoch(now, own ? EpochCause.RENEWAL : EpochCause.CLAIM, Optional.of(caller));
    return new CallOutcome.Done();
  }

  private CallOutcome settle(long now, Settlement settlement) {
    BatchHeader header = settlement.header();
    if (header.finality().height() <= settledHeight) {
      return abort(AbortCode.OLD_HEIGHT);
    }
    if (header.finality().kind() == CheckpointKind.NONE) {
      return abort(AbortCode.NOT_CHECKPOINT);
    }
    if (header.finality().baseHeight() != settledHeight
        || !header.finality().baseRoot().equals(settledRoot)) {
      return abort(AbortCode.WRONG_BASE);
    }
    if (!settlement.payouts().root().equals(header.finality().payoutRoot())) {
      return abort(AbortCode.WRONG_PAYOUTS);
    }
    settledHeight = header.finality().height();
    settledRoot = header.finality().stateRoot();
    seq++;
    CheckpointKind kind = header.finality().kind();
    AccountAddress subject = settlement.payouts().subject();
    boolean leave = kind == CheckpointKind.LEAVE && isMember(subject);
    if (leave) {
      setVersion++;
      members.removeIf(m -> m.address().equals(subject));
    }
    emit(
        now,
        new ContractEvent.Settled(
            settledHeight, settledRoot, kind, setVersion, header.setVersion(), subject));
    if (exitSeq > 0 && !exitForced && header.chainSeq() >= exitSeq) {
      exitSeq = 0;
      seq++;
      emit(now, new ContractEvent.ExitCancelled());
    }
    if (leave) {
      openEpoch(now, EpochCause.LEAVE, leader.filter(l -> !l.equals(subject)));
    }
    if (kind == CheckpointKind.CLOSE) {
      close(now);
    }
    return new CallOutcome.Done();
  }

  private void close(long now) {
    closed = true;
    seq++;
    emit(now, new ContractEvent.Closed(settledHeight, settledRoot));
  }

  private CallOutcome finalizeExit(long now) {
    if (exitSeq == 0) {
      return abort(AbortCode.NO_EXIT);
    }
    if (now <= exitEnds) {
      return abort(AbortCode.WINDOW_OPEN);
    }
    best.filter(s -> s.header().finality().height() > settledHeight)
        .ifPresent(
            s -> {
              settledHeight = s.header().finality().height();
              settledRoot = s.header().finality().stateRoot();
            });
    close(now);
    return new CallOutcome.Done();
  }

  private CallOutcome evidence(long now, ContractCall.PostEvidence post) {
    Optional<MemberRecord> accused =
        members.size() > post.evidence().index()
            ? Optional.of(members.get(post.evidence().index()))
            : Optional.empty();
    if (post.evidence().kind().isEmpty() || accused.isEmpty()) {
      return abort(AbortCode.NO_OFFENCE);
    }
    if (post.evidence().first().setVersion() != setVersion) {
      return abort(AbortCode.KNOWN);
    }
    remove(now, accused.get().address(), RemovalCause.EVIDENCE);
    return new CallOutcome.Done();
  }

  private CallOutcome create(long now, AccountAddress caller, ContractCall.CreateProposal create) {
    Hash data = HashFunction.H.hash(create.data().toArray());
    Optional<AccountAddress> accused = Optional.empty();
    if (create.type() == 2) {
      accused =
          Optional.of(BcsReader.read(create.data().toArray(), PunishmentProposal::read).accused());
      Optional<AccountAddress> same = accused;
      if (!isMember(accused.get())
          || proposals.values().stream()
              .anyMatch(p -> p.set == setVersion && p.accused.equals(same))) {
        return abort(AbortCode.TOO_MANY);
      }
    }
    long number = proposals.size() + 1L;
    proposals.put(number, new Proposal(data, accused, setVersion));
    emit(now, new ContractEvent.ProposalCreated(number, create.type(), caller, data, accused));
    return new CallOutcome.Done();
  }

  private CallOutcome vote(long now, AccountAddress caller, ContractCall.VoteProposal vote) {
    Proposal proposal = proposals.get(vote.proposal());
    if (proposal != null && proposal.set != setVersion) {
      return abort(AbortCode.STALE_SET);
    }
    if (proposal == null || proposal.votes.putIfAbsent(caller, vote.option()) != null) {
      return abort(AbortCode.VOTED);
    }
    emit(now, new ContractEvent.Voted(vote.proposal(), caller, vote.option(), 1));
    return new CallOutcome.Done();
  }

  private CallOutcome execute(long now, ContractCall.ExecuteProposal execute) {
    Proposal proposal = proposals.get(execute.proposal());
    if (proposal == null
        || !HashFunction.H.hash(execute.data().toArray()).equals(proposal.data)
        || (proposal.accused.isPresent() && !isMember(proposal.accused.get()))) {
      return abort(AbortCode.EXECUTED);
    }
    long yes = proposal.votes.values().stream().filter(v -> v == 1).count();
    if (yes < Quorum.majority(Math.max(1, members.size() - 1))) {
      return abort(AbortCode.NOT_PASSED);
    }
    proposal.accused.ifPresent(a -> remove(now, a, RemovalCause.PUNISHED));
    emit(now, new ContractEvent.ProposalExecuted(execute.proposal()));
    return new CallOutcome.Done();
  }

  static Bytes noEndpoint() {
    return Bytes.EMPTY;
  }
}
