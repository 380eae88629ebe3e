/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Accusation;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.ApprovalMessage;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.CatchUpRequest;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.message.CertificateNotice;
import dev.sluice.consensus.api.message.CloseMessage;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.message.EvidenceMessage;
import dev.sluice.consensus.api.message.Heartbeat;
import dev.sluice.consensus.api.message.Hello;
import dev.sluice.consensus.api.message.LeaveMessage;
import dev.sluice.consensus.api.message.NoConfidenceMessage;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.Refusal;
import dev.sluice.consensus.api.message.Relay;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.message.SnapshotPageMessage;
import dev.sluice.consensus.api.message.SnapshotRequest;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.message.WatchMessage;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.InclusionDemand;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.PeerHello;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotManifest;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.object.WatchDelegation;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad messages of every kind: refused, counted, the sender bounded, the state unharmed. */
class MessageRefusalTest {
  private static final Signature NONE = Signature.of(new byte[Signature.LENGTH]);
  private static final Hash OTHER = HashFunction.H.hash(new byte[] {9});
  private static final int LEADER = 0;
  private static final int FOLLOWER = 1;
  private static final int SENDER = 3;

  record Case(String name, int victim, RefusalCode code, Function<Cluster, PeerMessage> message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(
      String name, int victim, RefusalCode code, Function<Cluster, PeerMessage> message) {
    return new Case(name, victim, code, message);
  }

  private static Block newest(Cluster c) {
    return Probe.newest(c.node(LEADER).member);
  }

  private static Ack ack(Cluster c, int index, Signature signature) {
    Block block = newest(c);
    return new Ack(
        block.epoch(), block.batch(), block.hash(), block.setVersion(), index, signature);
  }

  private static Proposal proposal(Cluster c, long epoch) {
    CatchUpBatch source = newest(c).source().orElseThrow();
    Forge forge = new Forge(source);
    forge.epoch = epoch;
    return forge.signedBy(c.node(LEADER).memberKey);
  }

  private static Certificate certificate(Cluster c) {
    return newest(c).certificate().orElseThrow();
  }

  private static Certificate withSigners(Certificate old, long signers, List<Signature> list) {
    return new Certificate(old.statement(), signers, list);
  }

  private static SignedTransaction transaction(
      Cluster c, Domain domain, long sequence, StandIn by) {
    ClientTransaction t =
        new ClientTransaction(
            domain,
            c.node(2).address,
            sequence,
            1_000,
            1,
            LedgerExecutor.transfer(c.node(0).address, 1));
    return new SignedTransaction(t, by.sign(t.encode()));
  }

  private static Demand demand(Cluster c, StandIn memberKey, StandIn txKey, Hash named) {
    SignedTransaction t = transaction(c, c.chain.domain(), 60, txKey);
    InclusionDemand demand =
        new InclusionDemand(
            c.chain.domain(),
            SENDER,
            c.chain.setVersion(),
            t.transaction().sender(),
            60,
            1_000,
            named.isZero() ? t.hash() : named);
    return new Demand(demand, memberKey.sign(demand.encode()), t);
  }

  private static Evidence evidence(Cluster c, Hash second, Signature by) {
    AckStatement a = certificate(c).statement();
    AckStatement b =
        new AckStatement(
            a.domain(),
            a.claimId(),
            a.epoch(),
            a.batch(),
            a.setVersion(),
            a.parentEpoch(),
            a.parentHash(),
            second);
    return new Evidence(a, certificate(c).signatures().get(0), b, by, 0);
  }

  private static Status status(Cluster c, long epoch, int index) {
    Certificate lock = certificate(c);
    AckStatement s = lock.statement();
    return new Status(
        c.chain.domain(),
        epoch,
        s.claimId(),
        s.setVersion(),
        index,
        s.epoch(),
        s.batch(),
        s.setVersion(),
        s.headerHash(),
        lock.hash(),
        0,
        0,
        Hash.ZERO,
        0);
  }

  static Stream<Case> messages() {
    List<Case> all = new ArrayList<>();
    all.add(
        of(
            "ack nobody signed",
            LEADER,
            RefusalCode.BAD_SIGNATURE,
            c -> {
              c.cut((from, to) -> to == c.node(LEADER));
              c.node(2).sequence = 0;
              c.node(LEADER).submit(transaction(c, c.chain.domain(), 1, StandIn.txKey(2)));
              c.run(5);
              return ack(c, SENDER, NONE);
            }));
    all.add(of("ack in another's name", LEADER, RefusalCode.MALFORMED, c -> ack(c, 2, NONE)));
    all.add(of("ack of a stranger", LEADER, RefusalCode.MALFORMED, c -> ack(c, 44, NONE)));
    all.add(
        of(
            "ack of an old batch",
            LEADER,
            RefusalCode.DUPLICATE,
            c -> {
              Ack a = ack(c, 2, NONE);
              return new Ack(a.epoch(), a.batch() - 1, a.headerHash(), a.setVersion(), 2, NONE);
            }));
    all.add(of("ack at a follower", FOLLOWER, RefusalCode.IGNORED, c -> ack(c, 2, NONE)));
    all.add(
        of(
            "header by somebody who does not lead",
            FOLLOWER,
            RefusalCode.NOT_LEADER,
            c -> proposal(c, newest(c).epoch())));
    all.add(
        of(
            "header of an old epoch",
            FOLLOWER,
            RefusalCode.STALE_EPOCH,
            c -> proposal(c, newest(c).epoch() - 1)));
    all.add(
        of(
            "header of an epoch that may never be",
            FOLLOWER,
            RefusalCode.HELD,
            c -> proposal(c, 1L << 60)));
    all.add(
        of(
            "manifest nobody asked for",
            FOLLOWER,
            RefusalCode.IGNORED,
            c ->
                new SnapshotManifestMessage(
                    new SnapshotManifest(
                        c.chain.domain(), 1, 1, 1, OTHER, OTHER, 1, Bytes.EMPTY, 0, List.of()),
                    newest(c).header().orElseThrow(),
                    newest(c).header().orElseThrow(),
                    certificate(c),
                    newest(c).log())));
    all.add(
        of(
            "certificate nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> {
              AckStatement a = certificate(c).statement();
              AckStatement next =
                  new AckStatement(
                      a.domain(),
                      a.claimId(),
                      a.epoch(),
                      a.batch() + 1,
                      a.setVersion(),
                      a.epoch(),
                      a.headerHash(),
                      OTHER);
              return new CertificateNotice(new Certificate(next, 7, List.of(NONE, NONE, NONE)));
            }));
    all.add(
        of(
            "certificate with too few",
            FOLLOWER,
            RefusalCode.BAD_CARRIED,
            c ->
                new CertificateNotice(
                    withSigners(certificate(c), 3, certificate(c).signatures().subList(0, 2)))));
    all.add(
        of(
            "certificate with more bits than signatures",
            FOLLOWER,
            RefusalCode.BAD_CARRIED,
            c ->
                new CertificateNotice(
                    withSigners(certificate(c), 15, certificate(c).signatures()))));
    all.add(
        of(
            "certificate by a member there is not",
            FOLLOWER,
            RefusalCode.BAD_CARRIED,
            c ->
                new CertificateNotice(
                    withSigners(certificate(c), 0b110001, certificate(c).signatures()))));
    all.add(
        of(
            "certificate of another channel",
            FOLLOWER,
            RefusalCode.BAD_CARRIED,
            c -> {
              AckStatement a = certificate(c).statement();
              AckStatement other =
                  new AckStatement(
                      new Domain(1, c.chain.domain().contract(), 1),
                      a.claimId(),
                      a.epoch(),
                      a.batch(),
                      a.setVersion(),
                      a.parentEpoch(),
                      a.parentHash(),
                      a.headerHash());
              return new CertificateNotice(new Certificate(other, 7, certificate(c).signatures()));
            }));
    all.add(
        of(
            "certificate of a future epoch",
            FOLLOWER,
            RefusalCode.CHAIN_BEHIND,
            c -> {
              AckStatement a = certificate(c).statement();
              AckStatement other =
                  new AckStatement(
                      a.domain(),
                      a.claimId(),
                      a.epoch() + 3,
                      a.batch() + 9,
                      a.setVersion(),
                      a.epoch(),
                      OTHER,
                      OTHER);
              return new CertificateNotice(new Certificate(other, 7, certificate(c).signatures()));
            }));
    all.add(
        of(
            "a certificate once more",
            FOLLOWER,
            RefusalCode.DUPLICATE,
            c -> new CertificateNotice(certificate(c))));
    all.add(
        of(
            "status at a follower",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> {
              Status s = status(c, c.chain.epoch(), SENDER);
              return new StatusMessage(
                  s, NONE, certificate(c), newest(c).header(), Optional.empty());
            }));
    all.add(
        of(
            "heartbeat in another's name",
            FOLLOWER,
            RefusalCode.MALFORMED,
            c -> new Heartbeat(c.chain.setVersion(), 2, 0, 0, 0, 0, c.now, List.of())));
    all.add(
        of(
            "heartbeat of another set",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> new Heartbeat(2, 1, 0, 0, 0, 0, c.now, List.of())));
    all.add(
        of(
            "transaction of another channel",
            LEADER,
            RefusalCode.WRONG_DOMAIN,
            c ->
                new Submit(
                    transaction(
                        c, new Domain(9, c.chain.domain().contract(), 1), 1, StandIn.txKey(2)))));
    all.add(
        of(
            "transaction with another key",
            LEADER,
            RefusalCode.BAD_SIGNATURE,
            c -> new Submit(transaction(c, c.chain.domain(), 1, StandIn.txKey(1)))));
    all.add(
        of(
            "transaction with a member key",
            LEADER,
            RefusalCode.BAD_SIGNATURE,
            c -> new Submit(transaction(c, c.chain.domain(), 1, StandIn.memberKey(2)))));
    all.add(
        of(
            "transaction for a follower",
            FOLLOWER,
            RefusalCode.NOT_LEADER,
            c -> new Submit(transaction(c, c.chain.domain(), 1, StandIn.txKey(2)))));
    all.add(
        of(
            "demand of another transaction than it brings",
            FOLLOWER,
            RefusalCode.MALFORMED,
            c -> demand(c, c.node(SENDER).memberKey, StandIn.txKey(2), OTHER)));
    all.add(
        of(
            "demand nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> demand(c, c.node(2).memberKey, StandIn.txKey(2), Hash.ZERO)));
    all.add(
        of(
            "demand of a transaction nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> demand(c, c.node(SENDER).memberKey, StandIn.txKey(1), Hash.ZERO)));
    all.add(
        of(
            "no confidence nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c ->
                new NoConfidenceMessage(
                    new NoConfidence(
                        c.chain.domain(), c.node(0).address, 1, c.chain.setVersion(), SENDER),
                    NONE)));
    all.add(
        of(
            "no confidence in somebody who does not lead",
            FOLLOWER,
            RefusalCode.IGNORED,
            c ->
                new NoConfidenceMessage(
                    new NoConfidence(
                        c.chain.domain(), c.node(2).address, 1, c.chain.setVersion(), SENDER),
                    NONE)));
    all.add(
        of(
            "evidence that shows nothing",
            FOLLOWER,
            RefusalCode.MALFORMED,
            c -> new EvidenceMessage(evidence(c, certificate(c).statement().headerHash(), NONE))));
    all.add(
        of(
            "evidence nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> new EvidenceMessage(evidence(c, OTHER, NONE))));
    all.add(
        of(
            "accusation of somebody who did not lead",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> new Accusation(accusation(c, 2, NONE))));
    all.add(
        of(
            "accusation over a header nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> new Accusation(accusation(c, 0, NONE))));
    all.add(
        of(
            "catch-up nobody asked for",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> {
              CatchUpBatch batch = newest(c).source().orElseThrow();
              return new CatchUpResponse(List.of(batch), Optional.empty(), 1);
            }));
    all.add(
        of(
            "page nobody asked for",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> new SnapshotPageMessage(new SnapshotPage(0, Bytes.EMPTY))));
    all.add(
        of(
            "consent nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c ->
                new ApprovalMessage(
                    new JoinApproval(
                        c.chain.domain(),
                        c.chain.setVersion(),
                        c.node(2).address,
                        StandIn.txKey(9).key(),
                        StandIn.memberKey(9).key(),
                        StandIn.peerKey(9),
                        1,
                        1),
                    SENDER,
                    NONE)));
    all.add(
        of(
            "watcher nobody signed for",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c ->
                new WatchMessage(
                    new WatchDelegation(
                        c.chain.domain(),
                        c.node(SENDER).address,
                        c.chain.setVersion(),
                        c.node(2).address,
                        1),
                    NONE)));
    all.add(
        of(
            "hello nobody signed",
            FOLLOWER,
            RefusalCode.BAD_SIGNATURE,
            c -> new Hello(hello(c, 1, c.node(SENDER)), NONE)));
    all.add(
        of(
            "hello in another's name",
            FOLLOWER,
            RefusalCode.NOT_MEMBER,
            c -> new Hello(hello(c, 1, c.node(2)), NONE)));
    all.add(
        of(
            "hello of a later protocol",
            FOLLOWER,
            RefusalCode.VERSION,
            c -> new Hello(hello(c, 2, c.node(SENDER)), NONE)));
    all.add(
        of(
            "relay to nobody",
            FOLLOWER,
            RefusalCode.RELAY_REFUSED,
            c -> new Relay(SENDER, 9, c.chain.setVersion(), 1, Bytes.EMPTY)));
    all.add(
        of(
            "relay in another's name",
            FOLLOWER,
            RefusalCode.RELAY_REFUSED,
            c -> new Relay(2, 0, c.chain.setVersion(), 1, Bytes.EMPTY)));
    all.add(
        of(
            "relayed bytes that are no frame",
            FOLLOWER,
            RefusalCode.MALFORMED,
            c -> new Relay(2, 1, c.chain.setVersion(), 0, Bytes.of(new byte[20]))));
    all.add(
        of(
            "leave nobody signed",
            LEADER,
            RefusalCode.BAD_SIGNATURE,
            c ->
                new LeaveMessage(
                    new SignedLeave(
                        new LeaveRequest(c.chain.domain(), c.node(2).address, 70, 900), NONE))));
    all.add(
        of(
            "leave of a stranger",
            LEADER,
            RefusalCode.IGNORED,
            c ->
                new LeaveMessage(
                    new SignedLeave(
                        new LeaveRequest(c.chain.domain(), StandIn.address(88), 70, 900), NONE))));
    all.add(
        of(
            "close nobody signed",
            LEADER,
            RefusalCode.BAD_SIGNATURE,
            c ->
                new CloseMessage(
                    new SignedClose(
                        new CloseRequest(c.chain.domain(), c.node(2).address, 70, 900), NONE))));
    all.add(
        of(
            "a refusal",
            FOLLOWER,
            RefusalCode.IGNORED,
            c -> new Refusal(4, Hash.ZERO, 10, Bytes.EMPTY)));
    return all.stream();
  }

  private static PeerHello hello(Cluster c, int version, Cluster.Node node) {
    return new PeerHello(
        c.chain.domain(),
        version,
        version,
        node.address,
        c.chain.setVersion(),
        c.node(SENDER).peerKey,
        BootId.of(new byte[BootId.LENGTH]),
        c.now);
  }

  private static PunishmentProposal accusation(Cluster c, int accused, Signature by) {
    return new PunishmentProposal(
        c.chain.domain(),
        c.node(accused).address,
        newest(c).header().orElseThrow(),
        by,
        accused,
        0,
        0,
        Bytes.EMPTY,
        List.of(),
        TxResult.NOTHING,
        List.of(),
        PunishmentProposal.Reason.STATE);
  }

  private static void send(Cluster c, int victim, PeerMessage message) {
    PeerFrame frame = new PeerFrame(c.chain.domain().channel(), c.chain.epoch(), message);
    c.node(victim).step(new Input.Message(c.node(SENDER).peerKey, frame, 100));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void badMessagesAreRefusedAndChangeNothing(Case bad) {
    Cluster cluster = Cluster.of(4);
    cluster.run(200);
    Cluster.Node victim = cluster.node(bad.victim());
    PeerMessage message = bad.message().apply(cluster);
    MemberView before = victim.view();
    long known = before.refused().getOrDefault(bad.code(), 0L);
    send(cluster, bad.victim(), message);
    cluster.run(0);
    MemberView after = victim.view();
    assertThat(after.refused().getOrDefault(bad.code(), 0L)).isEqualTo(known + 1);
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("refused", "chainSeq")
        .isEqualTo(before);
    cluster.heal();
    Cluster.Node client = cluster.node(1);
    SignedTransaction transfer = client.transfer(cluster.node(0), 1);
    client.submit(transfer);
    cluster.runUntil(
        () -> cluster.nodes.stream().allMatch(n -> n.log().contains(transfer)), 20_000);
  }

  @Test
  void senderThatGoesOnIsMutedThenDisconnected() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(FOLLOWER);
    victim.outputs.clear();
    int disconnects = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 40; i++) {
        victim.step(new Input.BadFrame(cluster.node(SENDER).peerKey, RefusalCode.MALFORMED));
      }
      long ignored = victim.view().refused().getOrDefault(RefusalCode.IGNORED, 0L);
      send(cluster, FOLLOWER, new CatchUpRequest(1, cluster.chain.genesis.hash(), 64));
      assertThat(victim.view().refused().get(RefusalCode.IGNORED)).isEqualTo(ignored + 1);
      cluster.run(11_000);
    }
    for (Output output : victim.outputs) {
      if (output instanceof Output.Disconnect d && d.duration() > 0) {
        disconnects++;
      }
    }
    assertThat(disconnects).isEqualTo(1);
    victim.outputs.clear();
    send(cluster, FOLLOWER, new CatchUpRequest(1, cluster.chain.genesis.hash(), 64));
    assertThat(victim.outputs).anyMatch(o -> o instanceof Output.Send);
  }

  @Test
  void whatDecidesIsHeardEvenFromAMutedPeer() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.node(LEADER);
    for (int i = 1; i < 4; i++) {
      for (int k = 0; k < 40; k++) {
        leader.step(new Input.BadFrame(cluster.node(i).peerKey, RefusalCode.MALFORMED));
      }
    }
    leader.submit(leader.transfer(cluster.node(1), 1));
    cluster.runUntil(() -> cluster.node(2).balance(cluster.node(1)) == 1001, 5_000);
  }

  @Test
  void tooLargeFramesEndTheSession() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(FOLLOWER);
    victim.outputs.clear();
    victim.step(new Input.BadFrame(cluster.node(SENDER).peerKey, RefusalCode.TOO_LARGE));
    assertThat(victim.outputs).anyMatch(o -> o instanceof Output.Disconnect);
    assertThat(victim.view().refused()).containsEntry(RefusalCode.TOO_LARGE, 1L);
  }

  @Test
  void strangersAreNotHeard() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(FOLLOWER);
    victim.outputs.clear();
    PeerFrame frame = new PeerFrame(1, 4, new CatchUpRequest(1, cluster.chain.genesis.hash(), 64));
    victim.step(new Input.Message(StandIn.peerKey(55), frame, 100));
    assertThat(victim.outputs).isEmpty();
    assertThat(victim.view().refused()).containsEntry(RefusalCode.NOT_MEMBER, 1L);
  }

  @Test
  void framesOfAnotherChannelAreDropped() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node victim = cluster.node(FOLLOWER);
    PeerFrame frame = new PeerFrame(77, 4, new SnapshotRequest(0, Optional.empty()));
    victim.step(new Input.Message(cluster.node(SENDER).peerKey, frame, 100));
    assertThat(victim.view().refused()).containsEntry(RefusalCode.WRONG_DOMAIN, 1L);
  }

  @Test
  void demandsBeyondTheBoundAreRefused() {
    Cluster cluster = Cluster.of(4);
    cluster.cut((from, to) -> true);
    Cluster.Node victim = cluster.node(FOLLOWER);
    int bound = cluster.chain.config.maxDemands();
    for (int i = 0; i <= bound; i++) {
      SignedTransaction t = transaction(cluster, cluster.chain.domain(), 60 + i, StandIn.txKey(2));
      InclusionDemand demand =
          new InclusionDemand(
              cluster.chain.domain(),
              SENDER,
              cluster.chain.setVersion(),
              t.transaction().sender(),
              60 + i,
              1_000,
              t.hash());
      Signature by = StandIn.memberKey(SENDER).sign(demand.encode());
      send(cluster, FOLLOWER, new Demand(demand, by, t));
      cluster.run(1);
    }
    assertThat(Probe.core(victim.member).demands.openHashes()).hasSize(bound);
    assertThat(victim.view().refused()).containsEntry(RefusalCode.TOO_MANY_DEMANDS, 1L);
  }

  @Test
  void headersOfOthersDoNotCrowdOutTheLeaders() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node client = cluster.node(2);
    SignedTransaction transfer = client.transfer(cluster.node(0), 1);
    for (int i = 1; i < 4; i++) {
      PeerMessage far = proposal(cluster, (1L << 60) + i);
      PeerFrame frame = new PeerFrame(cluster.chain.domain().channel(), 1, far);
      for (int k = 0; k < 20; k++) {
        cluster
            .node(FOLLOWER)
            .step(new Input.Message(cluster.node(i).peerKey, frame, frame.encode().length));
      }
    }
    client.submit(transfer);
    cluster.runUntil(() -> cluster.node(FOLLOWER).log().contains(transfer), 2_000);
  }

  @Test
  void evenWhatDecidesIsBoundedFromAMutedPeer() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.node(LEADER);
    cluster.cut((from, to) -> to == leader);
    leader.submit(leader.transfer(cluster.node(1), 1));
    cluster.run(5);
    for (int i = 0; i < 40; i++) {
      leader.step(new Input.BadFrame(cluster.node(SENDER).peerKey, RefusalCode.MALFORMED));
    }
    leader.outputs.clear();
    for (int i = 0; i < 1_000; i++) {
      send(cluster, LEADER, ack(cluster, SENDER, NONE));
      cluster.run(0);
    }
    long asked = leader.outputs.stream().filter(o -> o instanceof Output.Verify).count();
    assertThat(asked).isPositive().isLessThanOrEqualTo(Limits.DECISIVE_PER_SECOND);
    assertThat(leader.view().refused().get(RefusalCode.IGNORED)).isGreaterThan(900);
    assertThat(Probe.core(leader.member).effects.open()).isLessThan(8);
  }
}
