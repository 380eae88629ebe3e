/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Accusation;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointReason;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedStatus;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A follower gets a header that is wrong in one way, signed by the true leader: it does not ack it,
 * counts it under its code, keeps its state, and goes on with the next right one.
 */
class HeaderRefusalTest {
  private static final Hash OTHER = HashFunction.H.hash(new byte[] {9});

  record Case(String name, RefusalCode code, BiConsumer<Forge, Cluster> change, boolean accuses) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, RefusalCode code, BiConsumer<Forge, Cluster> change) {
    return new Case(name, code, change, false);
  }

  private static Case accused(String name, BiConsumer<Forge, Cluster> change) {
    return new Case(name, RefusalCode.DIVERGED, change, true);
  }

  private static Finality changed(Finality f, int field) {
    return new Finality(
        f.epoch(),
        f.batch() + (field == 1 ? 1 : 0),
        f.height() + (field == 2 ? 1 : 0),
        f.seq() + (field == 3 ? 1 : 0),
        f.kind(),
        field == 5 ? OTHER : f.stateRoot(),
        f.baseHeight() + (field == 6 ? 1 : 0),
        field == 7 ? OTHER : f.baseRoot(),
        field == 8 ? OTHER : f.netChangeRoot(),
        field == 9 ? OTHER : f.payoutRoot());
  }

  private static Transaction system(Forge f, SystemTransaction.Kind kind) {
    return new SystemTransaction(f.chainSeq, kind);
  }

  private static void append(Forge f, Transaction transaction) {
    List<Transaction> transactions = new ArrayList<>(f.body.transactions());
    transactions.add(transaction);
    f.body = new BatchBody(transactions);
    f.fitContent();
  }

  private static SignedTransaction transaction(
      Cluster cluster, int sender, long sequence, long expiry, long gas, StandIn key) {
    ClientTransaction t =
        new ClientTransaction(
            cluster.chain.domain(),
            StandIn.address(sender),
            sequence,
            expiry,
            gas,
            LedgerExecutor.transfer(StandIn.address(0), 1));
    return new SignedTransaction(t, key.sign(t.encode()));
  }

  static Stream<Case> headers() {
    List<Case> cases = new ArrayList<>();
    cases.add(of("other version", RefusalCode.WRONG_DOMAIN, (f, c) -> f.version = 2));
    cases.add(
        of(
            "other channel",
            RefusalCode.WRONG_DOMAIN,
            (f, c) -> f.domain = new Domain(f.domain.chainId(), f.domain.contract(), 99)));
    cases.add(
        of(
            "other contract",
            RefusalCode.WRONG_DOMAIN,
            (f, c) -> f.domain = new Domain(f.domain.chainId(), AccountAddress.of(5), 1)));
    cases.add(of("past epoch", RefusalCode.STALE_EPOCH, (f, c) -> f.epoch--));
    cases.add(of("future epoch", RefusalCode.HELD, (f, c) -> f.epoch++));
    cases.add(of("other claim", RefusalCode.WRONG_CLAIM, (f, c) -> f.claimId = OTHER));
    cases.add(of("other set", RefusalCode.WRONG_CLAIM, (f, c) -> f.setVersion--));
    cases.add(
        of(
            "signature of another member",
            RefusalCode.BAD_SIGNATURE,
            (f, c) -> f.signature = Optional.of(c.node(2).memberKey.sign(f.statement().encode()))));
    cases.add(
        of(
            "no signature",
            RefusalCode.BAD_SIGNATURE,
            (f, c) -> f.signature = Optional.of(Signature.of(new byte[Signature.LENGTH]))));
    cases.add(
        of(
            "another certificate than the header names",
            RefusalCode.BAD_CARRIED,
            (f, c) -> f.carried = weakened(f.carried)));
    cases.add(
        of(
            "too few signatures carried",
            RefusalCode.BAD_CARRIED,
            (f, c) -> f.carry(weakened(f.carried))));
    cases.add(
        of(
            "wrong signatures carried",
            RefusalCode.BAD_CARRIED,
            (f, c) -> f.carry(corrupted(f.carried))));
    cases.add(
        of(
            "a signer that is no member",
            RefusalCode.BAD_CARRIED,
            (f, c) ->
                f.carry(
                    new Certificate(
                        f.carried.statement(), 0b1000011L << 1, f.carried.signatures()))));
    cases.add(of("batch number too high", RefusalCode.BAD_CARRIED, (f, c) -> f.batch++));
    cases.add(
        of(
            "a parent that the certificate is not of",
            RefusalCode.BAD_CARRIED,
            (f, c) -> {
              f.batch += 5;
              f.parentHash = OTHER;
            }));
    cases.add(
        of(
            "first height",
            RefusalCode.BAD_CONTENT,
            (f, c) -> {
              f.firstHeight++;
              f.lastHeight++;
            }));
    cases.add(of("time goes back", RefusalCode.BAD_CONTENT, (f, c) -> f.time -= 3_600_000));
    cases.add(of("chain position goes back", RefusalCode.BAD_CONTENT, (f, c) -> f.chainSeq = 0));
    cases.add(of("chain time goes back", RefusalCode.BAD_CONTENT, (f, c) -> f.chainTime = 0));
    cases.add(
        of(
            "a proof where none belongs",
            RefusalCode.BAD_OPENING,
            (f, c) -> {
              f.proof = Optional.of(new OpeningProof(List.of()));
              f.fitContent();
            }));
    cases.add(of("content hash", RefusalCode.BAD_CONTENT, (f, c) -> f.contentHash = OTHER));
    cases.add(
        of("transactions root", RefusalCode.BAD_CONTENT, (f, c) -> f.transactionsRoot = OTHER));
    cases.add(of("last height", RefusalCode.BAD_CONTENT, (f, c) -> f.lastHeight++));
    cases.add(of("another body", RefusalCode.BAD_CONTENT, (f, c) -> f.body = BatchBody.EMPTY));
    for (int field : new int[] {1, 2, 3, 5, 6, 7, 8, 9}) {
      cases.add(accused("final field " + field, (f, c) -> f.finality = changed(f.finality, field)));
    }
    cases.add(of("chain position unknown here", RefusalCode.HELD, (f, c) -> f.chainSeq += 10));
    cases.add(of("chain time unknown here", RefusalCode.HELD, (f, c) -> f.chainTime += 90_000));
    cases.add(of("too far ahead of the clock", RefusalCode.HELD, (f, c) -> f.time += 2_100));
    cases.add(
        of(
            "a checkpoint not last",
            RefusalCode.BAD_CONTENT,
            (f, c) -> {
              List<Transaction> all = new ArrayList<>();
              all.add(system(f, new SystemTransaction.Checkpoint(CheckpointReason.OPERATOR)));
              all.addAll(f.body.transactions());
              f.body = new BatchBody(all);
              f.fitContent();
            }));
    cases.add(
        of(
            "a tick that is not due",
            RefusalCode.BAD_CONTENT,
            (f, c) -> append(f, system(f, new SystemTransaction.Tick(1)))));
    cases.add(
        of(
            "a chain operation that is not next",
            RefusalCode.BAD_CONTENT,
            (f, c) ->
                append(
                    f,
                    new SystemTransaction(
                        4,
                        new SystemTransaction.ChainOp(
                            4, new dev.sluice.consensus.api.object.ChainOpBody.ExitOpened())))));
    cases.add(
        of(
            "a checkpoint at another chain position",
            RefusalCode.BAD_CONTENT,
            (f, c) ->
                append(
                    f,
                    new SystemTransaction(
                        1, new SystemTransaction.Checkpoint(CheckpointReason.OPERATOR)))));
    cases.add(
        accused(
            "a used sequence",
            (f, c) -> append(f, transaction(c, 1, 1, 1_000, 1, StandIn.txKey(1)))));
    cases.add(
        accused(
            "a stranger's transaction",
            (f, c) -> append(f, transaction(c, 77, 1, 1_000, 1, StandIn.txKey(77)))));
    cases.add(
        accused(
            "an expired transaction",
            (f, c) -> append(f, transaction(c, 2, 50, 1, 1, StandIn.txKey(2)))));
    cases.add(
        accused(
            "too much gas",
            (f, c) -> append(f, transaction(c, 2, 50, 1_000, 10_000_001, StandIn.txKey(2)))));
    cases.add(
        accused(
            "a transaction nobody signed",
            (f, c) -> append(f, transaction(c, 2, 50, 1_000, 1, StandIn.txKey(3)))));
    cases.add(accused("results root", (f, c) -> f.resultsRoot = OTHER));
    cases.add(accused("state root", (f, c) -> f.stateRoot = OTHER));
    return cases.stream();
  }

  private static Certificate weakened(Certificate certificate) {
    long without = certificate.signers() & (certificate.signers() - 1);
    return new Certificate(
        certificate.statement(),
        without,
        certificate.signatures().subList(1, certificate.signatures().size()));
  }

  private static Certificate corrupted(Certificate certificate) {
    List<Signature> signatures = new ArrayList<>(certificate.signatures());
    signatures.set(0, Signature.of(new byte[Signature.LENGTH]));
    return new Certificate(certificate.statement(), certificate.signers(), signatures);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void wrongHeadersAreNotAcked(Case wrong) {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(3);
    Cluster.Node leader = cluster.leader();
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(0), 1));
    cluster.run(200);
    MemberView before = victim.view();
    Hash[] forged = {Hash.ZERO};
    cluster.interceptor =
        (from, to, frame) -> {
          if (from != leader || to != victim || !(frame.message() instanceof Proposal p)) {
            return Optional.of(frame);
          }
          if (!forged[0].isZero() || p.body().isEmpty()) {
            return Optional.empty();
          }
          Forge forge = new Forge(p);
          wrong.change().accept(forge, cluster);
          Proposal made = forge.signedBy(leader.memberKey);
          forged[0] = made.header().hash();
          return Optional.of(new PeerFrame(frame.channel(), frame.epoch(), made));
        };
    long known = before.refused().getOrDefault(wrong.code(), 0L);
    victim.outputs.clear();
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(0), 1));
    cluster.run(20);
    assertThat(forged[0].isZero()).isFalse();
    assertThat(acks(victim)).noneMatch(a -> a.headerHash().equals(forged[0]));
    assertThat(victim.view().refused().getOrDefault(wrong.code(), 0L)).isGreaterThan(known);
    assertThat(victim.view().signedBatch()).isEqualTo(before.signedBatch());
    assertThat(accusations(victim)).hasSize(wrong.accuses() ? 1 : 0);
    cluster.interceptor =
        (from, to, frame) ->
            frame.message() instanceof Accusation ? Optional.empty() : Optional.of(frame);
    if (!wrong.accuses()) {
      cluster.runUntil(() -> victim.balance(cluster.node(1)) == 998, 30_000);
      cluster.requireAgreement();
    }
  }

  private static List<Ack> acks(Cluster.Node node) {
    return node.outputs.stream()
        .filter(o -> o instanceof Output.Send s && s.frame().message() instanceof Ack)
        .map(o -> (Ack) ((Output.Send) o).frame().message())
        .toList();
  }

  private static List<PunishmentProposal> accusations(Cluster.Node node) {
    return node.outputs.stream()
        .filter(o -> o instanceof Output.Send s && s.frame().message() instanceof Accusation)
        .map(o -> ((Accusation) ((Output.Send) o).frame().message()).proposal())
        .distinct()
        .toList();
  }

  @Test
  void aLateHeaderIsWithheldForTheClock() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(3);
    Cluster.Node leader = cluster.leader();
    List<PeerFrame> kept = new ArrayList<>();
    cluster.interceptor =
        (from, to, frame) -> {
          if (from == leader && to == victim && frame.message() instanceof Proposal) {
            kept.add(frame);
            return Optional.empty();
          }
          return Optional.of(frame);
        };
    cluster.cut((from, to) -> from == victim || (to == victim && from != leader));
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(0), 1));
    cluster.run(ConfigRecord.defaults().maxLag() + 1_000);
    victim.step(new Input.Message(leader.peerKey, kept.get(0), 500));
    cluster.run(10);
    assertThat(victim.view().refused()).containsKey(RefusalCode.CLOCK);
    cluster.heal();
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    cluster.runUntil(() -> victim.balance(cluster.node(1)) == 999, 20_000);
  }

  /** Openings: the new leader's first header, wrong in one way. */
  static Stream<Case> openings() {
    return Stream.of(
        of("no proof", RefusalCode.BAD_OPENING, (f, c) -> f.proof = Optional.empty()),
        of(
            "too few statuses",
            RefusalCode.BAD_OPENING,
            (f, c) -> f.proof = statuses(f, 0, f.proof.orElseThrow().statuses().size() - 2)),
        of(
            "a status twice",
            RefusalCode.BAD_OPENING,
            (f, c) -> {
              List<SignedStatus> all = new ArrayList<>(f.proof.orElseThrow().statuses());
              all.set(1, all.get(0));
              f.proof = Optional.of(new OpeningProof(all));
            }),
        of(
            "a status nobody signed",
            RefusalCode.BAD_OPENING,
            (f, c) ->
                f.proof =
                    changed(
                        f,
                        s -> new SignedStatus(s.status(), c.node(1).memberKey.sign(new byte[0])))),
        of(
            "a status of another epoch",
            RefusalCode.BAD_OPENING,
            (f, c) -> f.proof = changed(f, s -> otherEpoch(s, c))),
        of(
            "a status with a higher lock than the base",
            RefusalCode.BAD_OPENING,
            (f, c) -> f.proof = changed(f, s -> higherLock(s, c))),
        of(
            "with transactions",
            RefusalCode.BAD_OPENING,
            (f, c) ->
                f.body =
                    new BatchBody(List.of(transaction(c, 2, 50, 1_000, 1, StandIn.txKey(2))))));
  }

  private static Optional<OpeningProof> statuses(Forge f, int from, int to) {
    return Optional.of(new OpeningProof(f.proof.orElseThrow().statuses().subList(from, to)));
  }

  private static Optional<OpeningProof> changed(
      Forge f, java.util.function.UnaryOperator<SignedStatus> change) {
    List<SignedStatus> all = new ArrayList<>(f.proof.orElseThrow().statuses());
    int last = all.size() - 1;
    all.set(last, change.apply(all.get(last)));
    return Optional.of(new OpeningProof(all));
  }

  private static SignedStatus signedAgain(Status s, Cluster c) {
    return new SignedStatus(s, c.node(s.index()).memberKey.sign(s.encode()));
  }

  private static SignedStatus otherEpoch(SignedStatus signed, Cluster c) {
    Status s = signed.status();
    return signedAgain(
        new Status(
            s.domain(),
            s.epoch() - 1,
            s.claimId(),
            s.setVersion(),
            s.index(),
            s.lockEpoch(),
            s.lockBatch(),
            s.lockSet(),
            s.lockHeader(),
            s.lockCertificate(),
            s.ackedEpoch(),
            s.ackedBatch(),
            s.ackedHeader(),
            s.nonce()),
        c);
  }

  private static SignedStatus higherLock(SignedStatus signed, Cluster c) {
    Status s = signed.status();
    return signedAgain(
        new Status(
            s.domain(),
            s.epoch(),
            s.claimId(),
            s.setVersion(),
            s.index(),
            s.lockEpoch(),
            s.lockBatch() + 1,
            s.lockSet(),
            OTHER,
            OTHER,
            s.ackedEpoch(),
            s.ackedBatch(),
            s.ackedHeader(),
            s.nonce()),
        c);
  }

  @ParameterizedTest
  @MethodSource("openings")
  void wrongOpeningsAreNotAcked(Case wrong) {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(3);
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(0), 1));
    cluster.run(200);
    cluster.leader().stop();
    Hash[] forged = {Hash.ZERO};
    cluster.interceptor =
        (from, to, frame) -> {
          if (to != victim
              || !(frame.message() instanceof Proposal p)
              || !p.header().isOpening()
              || !forged[0].isZero()) {
            return to == victim && frame.message() instanceof Proposal
                ? Optional.empty()
                : Optional.of(frame);
          }
          Forge forge = new Forge(p);
          wrong.change().accept(forge, cluster);
          forge.fitContent();
          Proposal made = forge.signedBy(from.memberKey);
          forged[0] = made.header().hash();
          return Optional.of(new PeerFrame(frame.channel(), frame.epoch(), made));
        };
    victim.outputs.clear();
    cluster.runUntil(() -> !forged[0].isZero(), 30_000);
    cluster.run(20);
    assertThat(acks(victim)).noneMatch(a -> a.headerHash().equals(forged[0]));
    assertThat(victim.view().refused()).containsKey(wrong.code());
    assertThat(victim.view().signedEpoch()).isLessThan(cluster.chain.epoch());
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    cluster.run(3_000);
    // The leader's key has signed two openings by now.
    assertThat(victim.published(Publication.Alarm.class))
        .anyMatch(a -> a.kind() == Publication.AlarmKind.EQUIVOCATION);
    assertThat(victim.published(Publication.Alarm.class))
        .noneMatch(a -> a.kind() == Publication.AlarmKind.WRONG_HEADER);
  }
}
