/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.CatchUpRequest;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What members of a channel do together, over a network and a chain without faults of their own.
 */
class ClusterTest {
  private static final ConfigRecord CONFIG = ConfigRecord.defaults().withChallenge(60_000);

  private static void transferAndWait(Cluster cluster, Cluster.Node from, Cluster.Node to) {
    SignedTransaction transfer = from.transfer(to, 1);
    submitUntilTaken(cluster, from, transfer);
    cluster.runUntil(() -> isEverywhere(cluster, transfer), 30_000);
    cluster.requireAgreement();
  }

  /** Submits again while an election is going on, as clients do. */
  private static void submitUntilTaken(
      Cluster cluster, Cluster.Node from, SignedTransaction transfer) {
    for (int tries = 0; tries < 30; tries++) {
      from.submit(transfer);
      boolean refused =
          from.published(Publication.Refused.class).stream()
              .anyMatch(
                  r ->
                      r.transaction().equals(transfer)
                          && r.code() == RefusalCode.ELECTION_IN_PROGRESS);
      if (!refused) {
        return;
      }
      from.published.clear();
      cluster.run(1_000);
    }
  }

  private static boolean isEverywhere(Cluster cluster, Transaction transaction) {
    return cluster.nodes.stream()
        .filter(n -> n.up && n.view().index().isPresent())
        .allMatch(n -> n.log().contains(transaction));
  }

  private static <T> boolean logHas(Cluster.Node node, Class<T> kind) {
    return node.log().stream()
        .anyMatch(t -> t instanceof SystemTransaction s && kind.isInstance(s.kind()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7})
  void confirmsTransactionsEverywhere(int n) {
    Cluster cluster = Cluster.of(n);
    Cluster.Node client = cluster.node(n - 1);
    for (int i = 0; i < 10; i++) {
      client.submit(client.transfer(cluster.node(0), 5));
    }
    cluster.runUntil(
        () -> cluster.nodes.stream().allMatch(x -> x.balance(cluster.node(0)) == 1050), 5_000);
    cluster.requireAgreement();
    assertThat(client.balance(client)).isEqualTo(950);
  }

  @Test
  void aLoneMemberOrdersIfTheChannelAllowsIt() {
    Cluster cluster = Cluster.of(1, CONFIG.withMembers(4, 1));
    transferAndWait(cluster, cluster.node(0), cluster.node(0));
    cluster.join();
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
  }

  @Test
  void goesOnWithoutOneOfFour() {
    Cluster cluster = Cluster.of(4);
    cluster.node(2).stop();
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void anotherLeadsWhenTheLeaderDies(int n) {
    Cluster cluster = Cluster.of(n);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    Cluster.Node old = cluster.leader();
    old.stop();
    cluster.runUntil(() -> cluster.leader() != old, 30_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    assertThat(cluster.node(1).balance(cluster.node(0))).isEqualTo(1002);
  }

  @Test
  void confirmedAndAckedWorkSurvivesTheLeader() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node old = cluster.leader();
    SignedTransaction transfer = cluster.node(1).transfer(cluster.node(2), 7);
    cluster.interceptor =
        (from, to, frame) ->
            from == old && frame.message() instanceof Proposal p && p.body().isEmpty()
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(1).submit(transfer);
    cluster.run(100);
    old.stop();
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    cluster.runUntil(() -> isEverywhere(cluster, transfer), 40_000);
    cluster.requireAgreement();
    assertThat(cluster.node(3).balance(cluster.node(2))).isEqualTo(1007);
  }

  @Test
  void aRestartedFollowerGoesOn() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node node = cluster.node(3);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    node.stop();
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    node.start();
    cluster.runUntil(() -> node.balance(cluster.node(0)) == 1002, 20_000);
    cluster.node(2).stop();
    transferAndWait(cluster, cluster.node(3), cluster.node(0));
  }

  @Test
  void aRestartedLeaderTakesANewEpochAtOnce() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    long epoch = cluster.chain.epoch();
    leader.stop();
    leader.start();
    cluster.runUntil(() -> cluster.chain.epoch() == epoch + 1, 3_000);
    assertThat(cluster.leader()).isSameAs(leader);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
  }

  @Test
  void everyoneMayRestartAtOnce() {
    Cluster cluster = Cluster.of(4);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    SignedTransaction last = cluster.node(1).transfer(cluster.node(0), 3);
    cluster.node(1).submit(last);
    cluster.run(3);
    cluster.nodes.forEach(Cluster.Node::stop);
    cluster.nodes.forEach(Cluster.Node::start);
    cluster.run(10_000);
    transferAndWait(cluster, cluster.node(2), cluster.node(0));
  }

  @Test
  void membersJoinUnderLoad() {
    Cluster cluster = Cluster.of(3);
    for (int i = 0; i < 3; i++) {
      transferAndWait(cluster, cluster.node(1), cluster.node(0));
      Cluster.Node joiner = cluster.join();
      cluster.runUntil(() -> joiner.log().size() >= cluster.node(0).log().size(), 20_000);
      transferAndWait(cluster, joiner, cluster.node(0));
    }
    assertThat(cluster.node(0).balance(cluster.node(5))).isEqualTo(999);
  }

  @Test
  void aLeaveIsSettledAndChangesTheSet() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leaver = cluster.node(2);
    leaver.sequence++;
    LeaveRequest request =
        new LeaveRequest(cluster.chain.domain(), leaver.address, leaver.sequence, 1_000);
    leaver.command(
        new Command.Leave(new SignedLeave(request, leaver.txKey.sign(request.encode()))));
    cluster.runUntil(() -> cluster.chain.size() == 3, 20_000);
    assertThat(cluster.chain.settledHeight()).isPositive();
    cluster.run(1_000);
    assertThat(leaver.view().state()).isEqualTo(MemberState.OUTSIDE);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    assertThat(cluster.node(0).balance(leaver)).isZero();
  }

  @Test
  void theLeaderMayLeave() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leaver = cluster.leader();
    leaver.sequence++;
    LeaveRequest request =
        new LeaveRequest(cluster.chain.domain(), leaver.address, leaver.sequence, 1_000);
    leaver.command(
        new Command.Leave(new SignedLeave(request, leaver.txKey.sign(request.encode()))));
    cluster.runUntil(() -> cluster.chain.size() == 3, 20_000);
    cluster.runUntil(() -> cluster.chain.leader().isPresent(), 20_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(2));
  }

  @Test
  void aCheckpointFollowsEachSetChange() {
    Cluster cluster = Cluster.of(4);
    cluster.runUntil(() -> cluster.chain.settledHeight() > 0, 70_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    assertThat(logHas(cluster.node(2), SystemTransaction.Checkpoint.class)).isTrue();
    assertThat(cluster.node(1).published(Publication.Settled.class)).hasSize(1);
    cluster.run(130_000);
    assertThat(cluster.node(1).published(Publication.Settled.class)).hasSize(1);
  }

  @Test
  void enoughRequestsCloseTheChannel() {
    Cluster cluster = Cluster.of(4);
    for (int i = 0; i < 3; i++) {
      Cluster.Node node = cluster.node(i);
      node.sequence++;
      CloseRequest request =
          new CloseRequest(cluster.chain.domain(), node.address, node.sequence, 1_000);
      node.command(new Command.Close(new SignedClose(request, node.txKey.sign(request.encode()))));
      cluster.run(500);
      assertThat(cluster.chain.isClosed()).isEqualTo(i == 2 && cluster.chain.isClosed());
    }
    cluster.runUntil(cluster.chain::isClosed, 20_000);
    cluster.run(100);
    assertThat(cluster.node(3).view().state()).isEqualTo(MemberState.CLOSED);
  }

  @Test
  void anExitEndsInItsWindow() {
    Cluster cluster = Cluster.of(2);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    cluster.node(0).stop();
    cluster.node(1).command(new Command.OpenExit());
    cluster.runUntil(cluster.chain::isClosed, 90_000);
    assertThat(cluster.chain.settledHeight()).isEqualTo(3);
  }

  @Test
  void aLeaderThatAltersResultsIsRemoved() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node cheat = cluster.leader();
    cheat.executor.lie();
    cheat.lies = true;
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
    cluster.runUntil(() -> cluster.chain.size() == 3, 60_000);
    assertThat(cluster.chain.leader().filter(cheat.address::equals)).isEmpty();
    cluster.runUntil(() -> cluster.chain.leader().isPresent(), 60_000);
    cheat.stop();
    cluster.run(70_000);
    transferAndWait(cluster, cluster.node(2), cluster.node(1));
    assertThat(cluster.node(1).published(Publication.Alarm.class))
        .anyMatch(a -> a.kind() == Publication.AlarmKind.WRONG_HEADER);
  }

  @Test
  void anAccusationThatLapsedWithItsSetIsMadeAgain() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node cheat = cluster.leader();
    cheat.executor.lie();
    cheat.lies = true;
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
    cluster.runUntil(() -> cluster.calls.containsKey("CreateProposal"), 5_000);
    cluster.interceptor =
        (from, to, frame) ->
            from == cheat && frame.message() instanceof Proposal
                ? Optional.empty()
                : Optional.of(frame);
    cluster.join();
    assertThat(cluster.chain.size()).isEqualTo(5);
    cluster.runUntil(() -> cluster.chain.size() == 4, 60_000);
    assertThat(cluster.chain.leader().filter(cheat.address::equals)).isEmpty();
  }

  @Test
  void whoeverWasCaughtHereIsNotDefendedInAnotherCase() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node cheat = cluster.leader();
    cheat.executor.lie();
    cheat.lies = true;
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
    Accusations accusations = Probe.core(cluster.node(1).member).accusations;
    assertThat(accusations.isRight(Hash.ZERO, Optional.of(cheat.address))).isEmpty();
    cluster.runUntil(() -> !cluster.node(1).published(Publication.Alarm.class).isEmpty(), 5_000);
    assertThat(accusations.isRight(Hash.ZERO, Optional.of(cheat.address))).contains(true);
    assertThat(accusations.isRight(Hash.ZERO, Optional.of(cluster.node(2).address))).isEmpty();
  }

  @Test
  void aMemberThatStandsOnASnapshotAnswersForItsBatchToo() {
    Cluster cluster = Cluster.of(4);
    cluster.runUntil(() -> cluster.chain.settledHeight() > 0, 70_000);
    cluster.run(2_000);
    cluster.nodes.forEach(Cluster.Node::stop);
    Cluster.Node node = cluster.node(1);
    assertThat(node.keptSnapshot).isPresent();
    node.journal.removeIf(r -> !(r instanceof JournalRecord.KeyBorn));
    node.start();
    node.outputs.clear();
    CatchUpRequest request =
        new CatchUpRequest(node.view().confirmedBatch(), node.view().confirmedHash(), 64);
    node.step(new Input.Message(cluster.node(2).peerKey, new PeerFrame(1, 1, request), 64));
    cluster.run(100);
    assertThat(node.outputs)
        .filteredOn(
            o ->
                o instanceof Output.Send s
                    && s.frame().message() instanceof CatchUpResponse r
                    && r.prunedBelow() > node.view().confirmedBatch())
        .hasSize(1);
  }

  @Test
  void aMemberThatIsSilentForLongIsRemoved() {
    Cluster cluster = Cluster.of(4);
    cluster.node(3).stop();
    cluster.runUntil(() -> cluster.chain.size() == 3, 120_000);
    cluster.run(65_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    assertThat(logHas(cluster.node(0), SystemTransaction.ChainOp.class)).isTrue();
  }

  @Test
  void aLeaderThatOnlyKeepsItsHeartbeatLosesTheLead() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node lazy = cluster.leader();
    cluster.interceptor =
        (from, to, frame) ->
            from == lazy && frame.message() instanceof Proposal
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
    cluster.runUntil(() -> cluster.leader() != lazy, 40_000);
    cluster.runUntil(() -> cluster.node(3).balance(cluster.node(2)) == 1001, 20_000);
  }

  @Test
  void aLeaderThatLeavesOutATransactionMustTakeItOrGo() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    SignedTransaction censored = cluster.node(3).transfer(cluster.node(0), 9);
    cluster.cut((from, to) -> from == cluster.node(3) && to == leader);
    cluster.node(3).submit(censored);
    for (int i = 0; i < 60; i++) {
      cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
      cluster.run(200);
    }
    cluster.runUntil(() -> cluster.node(2).log().contains(censored), 30_000);
    cluster.requireAgreement();
  }

  @Test
  void oneFarBehindStartsFromASnapshot() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node late = cluster.node(3);
    cluster.runUntil(() -> cluster.chain.settledHeight() > 0, 70_000);
    late.stop();
    for (int i = 0; i < 10; i++) {
      transferAndWait(cluster, cluster.node(1), cluster.node(0));
    }
    cluster.leader().command(new Command.Checkpoint());
    long before = cluster.chain.settledHeight();
    cluster.runUntil(() -> cluster.chain.settledHeight() > before, 20_000);
    cluster.run(500);
    cluster.nodes.stream()
        .filter(n -> n != late)
        .forEach(
            n -> {
              n.stop();
              n.journal.removeIf(JournalTrim::mayGo);
              n.start();
            });
    late.start();
    cluster.runUntil(() -> late.balance(cluster.node(0)) == 1010, 30_000);
    assertThat(late.published(Publication.Restored.class)).hasSize(1);
    transferAndWait(cluster, late, cluster.node(0));
  }

  @Test
  void repeatedTransactionsGetTheirFirstResult() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node client = cluster.node(1);
    SignedTransaction transfer = client.transfer(cluster.node(0), 1);
    client.submit(transfer);
    cluster.runUntil(() -> isEverywhere(cluster, transfer), 5_000);
    client.submit(transfer);
    List<Publication.Refused> refused = client.published(Publication.Refused.class);
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).code()).isEqualTo(RefusalCode.DUPLICATE);
    assertThat(refused.get(0).first()).isPresent();
    client.sequence--;
    client.submit(client.transfer(cluster.node(0), 2));
    assertThat(client.published(Publication.Refused.class).get(1).code())
        .isEqualTo(RefusalCode.SEQUENCE_USED);
  }

  @Test
  void ticksComeInTheirInterval() {
    Cluster cluster = Cluster.of(3, CONFIG.withTickInterval(1_000));
    cluster.run(10_500);
    long ticks =
        cluster.node(2).log().stream()
            .filter(
                t -> t instanceof SystemTransaction s && s.kind() instanceof SystemTransaction.Tick)
            .count();
    assertThat(ticks).isBetween(9L, 12L);
    cluster.requireAgreement();
  }

  @Test
  void aChainOutageStopsNothingButClaims() {
    Cluster cluster = Cluster.of(4);
    cluster.chainUp = false;
    cluster.run(5_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
    cluster.chainUp = true;
    cluster.run(2_000);
    transferAndWait(cluster, cluster.node(1), cluster.node(0));
  }
}
