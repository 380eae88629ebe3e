/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.Accusation;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.PunishmentProposal.Reason;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Accuses a leader of a wrong header, and judges what others accuse it of (rule 25). */
final class Accusations {
  private final Core core;
  private final Map<Hash, PunishmentProposal> byData = boundedMap();
  private final Map<Hash, Boolean> wrong = boundedMap();
  private final Set<AccountAddress> liars = new LinkedHashSet<>();
  private Optional<PunishmentProposal> own = Optional.empty();
  private long proposedInSet;
  private boolean proposing;
  private long proposedAt;

  Accusations(Core core) {
    this.core = core;
  }

  private static <V> Map<Hash, V> boundedMap() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Hash, V> eldest) {
        return size() > Limits.ACCUSATIONS;
      }
    };
  }

  /** The leader signed a header this member found wrong. */
  void accuse(HeldProposal item, OptionalInt position) {
    wrong.put(item.hash, true);
    EpochInfo epoch = core.chain.epoch(item.header.epoch()).orElseThrow();
    AccountAddress accused = epoch.leaderAddress().orElseThrow();
    core.alarm(
        AlarmKind.WRONG_HEADER,
        accused + ", batch " + item.header.epoch() + "." + item.header.batch());
    PunishmentProposal proposal = proposal(item, epoch, accused, position);
    own = Optional.of(proposal);
    byData.put(HashFunction.H.hash(proposal), proposal);
    liars.add(accused);
    tell(proposal);
    propose(proposal);
    core.votes.look();
  }

  private void propose(PunishmentProposal proposal) {
    if (proposing) {
      return;
    }
    proposing = true;
    proposedAt = core.now;
    long set = core.chain.presentSet().version();
    core.effects.call(
        new ContractCall.CreateProposal(2, Bytes.of(proposal.encode())),
        outcome -> {
          proposing = false;
          boolean later =
              outcome instanceof CallOutcome.Unavailable
                  || (outcome instanceof CallOutcome.Aborted a && a.code() == AbortCode.EXIT_OPEN);
          proposedInSet = later ? 0 : set;
        });
  }

  /**
   * Timer CLAIM: a proposal that lapsed with its set, or came while an exit was open, comes again.
   */
  void proposeAgain() {
    liars.removeIf(liar -> core.chain.isEmpty() || core.chain.presentSet().indexOf(liar) < 0);
    own = own.filter(p -> liars.contains(p.accused()));
    boolean again =
        core.standing.maySign()
            && core.now - proposedAt >= Limits.POST_RETRY_MS
            && core.chain.exit().isEmpty();
    if (again && own.isPresent() && proposedInSet != core.chain.presentSet().version()) {
      propose(own.get());
    }
  }

  private PunishmentProposal proposal(
      HeldProposal item, EpochInfo epoch, AccountAddress accused, OptionalInt position) {
    List<Transaction> transactions = item.proposal.body().transactions();
    byte[] transaction =
        position.isPresent() ? transactions.get(position.getAsInt()).encode() : new byte[0];
    boolean shown = position.isPresent() && transaction.length <= Bounds.MAX_ACCUSED_TX;
    return new PunishmentProposal(
        core.domain,
        accused,
        item.header,
        item.proposal.signature(),
        epoch.leader(),
        shown ? position.getAsInt() : 0,
        shown ? transactions.size() : 0,
        shown ? Bytes.of(transaction) : Bytes.EMPTY,
        shown ? MerkleTree.proof(HashFunction.T, transactions, position.getAsInt()) : List.of(),
        TxResult.NOTHING,
        List.of(),
        shown ? Reason.TRANSACTION : Reason.STATE);
  }

  private void tell(PunishmentProposal proposal) {
    List<Key> others = new ArrayList<>();
    core.epochs
        .set()
        .ifPresent(
            set ->
                set.members().stream()
                    .filter(m -> !m.peerKey().equals(core.settings.peerKey()))
                    .forEach(m -> others.add(m.peerKey())));
    core.peers.send(others, new Accusation(proposal));
  }

  /** The own accusation is open at the contract: the others need to know what it says. */
  void opened(Hash dataHash) {
    own.filter(p -> HashFunction.H.hash(p).equals(dataHash)).ifPresent(this::tell);
  }

  void onAccusation(Key peer, Accusation message) {
    PunishmentProposal proposal = message.proposal();
    BatchHeader header = proposal.header();
    Optional<EpochInfo> epoch = core.chain.epoch(header.epoch());
    // Epochs are remembered longer than the sets they had.
    Optional<MemberSet> set = epoch.flatMap(e -> core.chain.set(e.setVersion()));
    boolean fits =
        set.isPresent()
            && proposal.domain().equals(core.domain)
            && header.domain().equals(core.domain)
            && epoch
                .filter(
                    e ->
                        e.leader() == proposal.index()
                            && e.leaderAddress().filter(proposal.accused()::equals).isPresent()
                            && e.claimId().equals(header.claimId()))
                .isPresent();
    if (!fits) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    Hash data = HashFunction.H.hash(proposal);
    if (byData.containsKey(data)) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    AckStatement statement = AckStatement.of(header, header.hash());
    core.effects.verify(
        false,
        List.of(
            new SignatureCheck(
                set.get().member(proposal.index()).memberKey(),
                statement.encode(),
                proposal.signature(),
                core.certificates.strict())),
        valid -> {
          if (!valid.get(0)) {
            core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
            return;
          }
          core.evidence.note(statement, proposal.index(), proposal.signature());
          byData.put(data, proposal);
          core.votes.look();
        });
  }

  /**
   * The own judgement of an accusation by the hash of its data; empty if there is none. Who was
   * caught here with another wrong header is not defended: a proposal that nobody else can judge
   * would keep the contract from taking the one they can.
   */
  Optional<Boolean> isRight(Hash dataHash, Optional<AccountAddress> accused) {
    if (accused.filter(liars::contains).isPresent()) {
      return Optional.of(true);
    }
    PunishmentProposal proposal = byData.get(dataHash);
    if (proposal == null) {
      return Optional.empty();
    }
    Hash header = proposal.header().hash();
    if (wrong.containsKey(header)) {
      return Optional.of(proposal.reason() != Reason.RESULT || !resultIsOwn(proposal));
    }
    if (core.log.has(header) || isConfirmed(header)) {
      return Optional.of(false);
    }
    return proposal.reason() == Reason.TRANSACTION
        ? transactionIsInvalid(proposal)
        : Optional.empty();
  }

  private boolean isConfirmed(Hash header) {
    for (Block block : core.log.recent()) {
      if (block.hash().equals(header)) {
        return true;
      }
    }
    return false;
  }

  private boolean resultIsOwn(PunishmentProposal proposal) {
    return core.log
        .get(proposal.header().hash())
        .map(b -> b.outcome().results())
        .filter(r -> proposal.position() < r.size())
        .map(r -> r.get((int) proposal.position()).equals(proposal.result()))
        .orElse(false);
  }

  /** A transaction that does not decode, or is for another channel, is invalid in any state. */
  private Optional<Boolean> transactionIsInvalid(PunishmentProposal proposal) {
    try {
      Transaction transaction = BcsReader.read(proposal.transaction().toArray(), Transaction::read);
      return transaction instanceof dev.sluice.consensus.api.object.SignedTransaction signed
              && !signed.transaction().domain().equals(core.domain)
          ? Optional.of(true)
          : Optional.empty();
    } catch (CodecException e) {
      return Optional.of(true);
    }
  }

  /** The data of a proposal, to execute it. */
  Optional<Bytes> data(Hash dataHash) {
    return Optional.ofNullable(byData.get(dataHash)).map(p -> Bytes.of(p.encode()));
  }
}
