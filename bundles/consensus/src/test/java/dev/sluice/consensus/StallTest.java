/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Publication;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ways to hold up a channel, and that they do not (rule 26, sections 8.4 and 9.5). */
class StallTest {
  private static void renew(Cluster cluster, Cluster.Node leader) {
    if (cluster.leader() == leader) {
      cluster.chain.call(
          cluster.now, leader.address, new ContractCall.ClaimLeader(cluster.chain.epoch()));
      cluster.distribute();
      cluster.later(8_000, () -> renew(cluster, leader));
    }
  }

  @Test
  void aLeaderThatOnlyRenewsItsEpochLosesTheLead() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node lazy = cluster.leader();
    cluster.interceptor =
        (from, to, frame) ->
            from == lazy && frame.message() instanceof Proposal p && !p.header().isOpening()
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
    cluster.later(8_000, () -> renew(cluster, lazy));
    cluster.runUntil(() -> cluster.leader() != lazy, 60_000);
    cluster.runUntil(() -> cluster.node(3).balance(cluster.node(2)) == 1001, 20_000);
  }

  @Test
  void anIdleLeaderMayRenewAsOftenAsItLikes() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    for (int i = 0; i < 12; i++) {
      cluster.chain.call(
          cluster.now, leader.address, new ContractCall.ClaimLeader(cluster.chain.epoch()));
      cluster.distribute();
      cluster.run(8_000);
    }
    assertThat(cluster.leader()).isEqualTo(leader);
    assertThat(cluster.calls).doesNotContainKey("ClaimNoConfidence");
  }

  @Test
  void transactionsThatCannotBeTakenCostTheLeaderNothing() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    for (int i = 1; i < 4; i++) {
      Cluster.Node node = cluster.node(i);
      SignedTransaction good = node.transfer(cluster.node(0), 1);
      ClientTransaction t = good.transaction();
      ClientTransaction stranger =
          new ClientTransaction(
              t.domain(), StandIn.address(77), 1, t.expiryHeight(), t.maxGas(), t.call());
      node.submit(new SignedTransaction(stranger, StandIn.txKey(77).sign(stranger.encode())));
      node.submit(new SignedTransaction(t, StandIn.txKey(77).sign(t.encode())));
      assertThat(node.published(Publication.Refused.class))
          .extracting(Publication.Refused::code)
          .containsExactly(RefusalCode.NOT_MEMBER);
    }
    cluster.run(60_000);
    assertThat(cluster.leader()).isEqualTo(leader);
    assertThat(cluster.calls).doesNotContainKey("ClaimNoConfidence");
    for (int i = 1; i < 4; i++) {
      assertThat(cluster.node(i).published(Publication.Refused.class))
          .extracting(Publication.Refused::code)
          .contains(RefusalCode.BAD_SIGNATURE);
      assertThat(cluster.node(i).published(Publication.Alarm.class)).isEmpty();
    }
  }

  /** A transaction that the leader never hears of is overdue at all others. */
  private static Cluster withAnOverdueDemand() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    SignedTransaction censored = cluster.node(3).transfer(cluster.node(0), 9);
    cluster.interceptor =
        (from, to, frame) ->
            to == leader && (frame.message() instanceof Demand || isOf(frame, cluster.node(3)))
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(3).submit(censored);
    cluster.run(3_000);
    for (int i = 0; i < 40; i++) {
      cluster.node(1).submit(cluster.node(1).transfer(cluster.node(2), 1));
      cluster.run(20);
    }
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    assertThat(cluster.node(2).view().refused()).containsKey(RefusalCode.DEMAND);
    assertThat(cluster.node(2).log()).doesNotContain(censored);
    return cluster;
  }

  private static boolean isOf(PeerFrame frame, Cluster.Node sender) {
    return frame.message() instanceof Submit s
        && s.transaction().transaction().sender().equals(sender.address);
  }

  /** Members that hold an overdue demand withhold a leave that comes before it, again and again. */
  @Test
  void demandsComeBeforeALeave() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node leader = cluster.leader();
    SignedTransaction demanded = cluster.node(3).transfer(cluster.node(0), 9);
    cluster.interceptor =
        (from, to, frame) ->
            frame.message() instanceof Ack || isOf(frame, cluster.node(3))
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(1).submit(cluster.node(1).transfer(cluster.node(0), 1));
    cluster.node(3).submit(demanded);
    Cluster.Node leaver = cluster.node(2);
    leaver.sequence++;
    LeaveRequest request =
        new LeaveRequest(cluster.chain.domain(), leaver.address, leaver.sequence, 1_000);
    SignedLeave leave = new SignedLeave(request, leaver.txKey.sign(request.encode()));
    leaver.command(new Command.Leave(leave));
    cluster.run(3_000);
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    cluster.runUntil(() -> cluster.chain.size() == 3, 60_000);
    assertThat(cluster.leader()).isEqualTo(leader);
    assertThat(leader.confirmed)
        .filteredOn(c -> c.body().transactions().contains(demanded))
        .singleElement()
        .extracting(c -> c.body().transactions().size())
        .isEqualTo(2);
  }

  @Test
  void anOverdueDemandDoesNotStopTheCheckpointOfAnExit() {
    Cluster cluster = withAnOverdueDemand();
    cluster.node(1).command(new Command.OpenExit());
    cluster.runUntil(
        () ->
            cluster.chain.events.stream()
                .anyMatch(e -> e.event() instanceof ContractEvent.ExitCancelled),
        30_000);
    cluster.runUntil(() -> cluster.node(1).balance(cluster.node(0)) == 1009, 10_000);
    cluster.requireAgreement();
  }

  @Test
  void aPromiseWithoutItsStatusIsNoReasonToBeSilent() {
    Cluster cluster = Cluster.of(4);
    Cluster.Node torn = cluster.node(3);
    cluster.interceptor =
        (from, to, frame) ->
            from == torn && frame.message() instanceof StatusMessage
                ? Optional.empty()
                : Optional.of(frame);
    cluster.node(0).stop();
    cluster.runUntil(() -> cluster.leader() != cluster.node(0), 60_000);
    cluster.run(50);
    torn.crash();
    int last = torn.journal.size() - 1;
    while (!(torn.journal.get(last) instanceof JournalRecord.Promise)) {
      last--;
    }
    assertThat(((JournalRecord.Promise) torn.journal.get(last)).epoch())
        .isEqualTo(cluster.chain.epoch());
    torn.journal.subList(last + 1, torn.journal.size()).clear();
    cluster.interceptor = (from, to, frame) -> Optional.of(frame);
    torn.start();
    long epoch = cluster.chain.epoch();
    cluster.run(5_000);
    assertThat(cluster.node(1).view().lockEpoch()).isEqualTo(epoch);
  }
}
