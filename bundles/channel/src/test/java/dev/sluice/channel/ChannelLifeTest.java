/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import static dev.sluice.channel.TestNetwork.say;
import static dev.sluice.channel.TestNetwork.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.channel.TestNetwork.Node;
import dev.sluice.channel.api.CallReport;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.ChannelUpdate;
import dev.sluice.channel.api.PendingCall;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.MemberState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a channel of four, on a real contract and with a real dApp. */
class ChannelLifeTest {
  private static final int MEMBERS = 4;

  @TempDir Path directory;
  private TestNetwork network;

  /** Highest height that a client was told of as confirmed. */
  private long told;

  @BeforeEach
  void start() throws Exception {
    network = new TestNetwork(directory);
    for (int i = 0; i < MEMBERS; i++) {
      network.addNode();
    }
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private static ConfigRecord config() {
    return ConfigRecord.defaults()
        .withMembers(MEMBERS, 2)
        .withAdmission(2, List.of())
        .withLiveness(9_000, 60_000)
        .withChallenge(60_000);
  }

  private static ChannelStatus status(Node node) {
    return node.channels.status(node.member);
  }

  private boolean leads(Node node) {
    return status(node).view().state() == MemberState.LEADING;
  }

  private Node leader(List<Node> among) throws InterruptedException {
    until("a leader", () -> among.stream().anyMatch(this::leads));
    return among.stream().filter(this::leads).findFirst().orElseThrow();
  }

  /** Hands in until the channel takes it. */
  private CallReport confirm(Node node, SignedTransaction transaction) throws Exception {
    while (true) {
      try {
        CallReport report =
            node.channels.submit(node.member, transaction).confirmed().get(60, TimeUnit.SECONDS);
        told = Math.max(told, report.height());
        return report;
      } catch (ExecutionException e) {
        ChannelException refused = (ChannelException) e.getCause();
        if (refused.retryAfter() == 0) {
          throw refused;
        }
        Thread.sleep(refused.retryAfter());
      }
    }
  }

  private void sayMany(List<Node> nodes, int each, String text) throws Exception {
    Domain domain = network.domain(nodes.get(0));
    // The first of each shows that the channel is open; the others follow without waiting.
    for (Node node : nodes) {
      assertThat(confirm(node, node.client.sign(domain, node.address, say(text))).result().status())
          .isZero();
    }
    List<PendingCall> calls = new ArrayList<>();
    for (int i = 1; i < each; i++) {
      for (Node node : nodes) {
        calls.add(
            node.channels.submit(
                node.member, node.client.sign(domain, node.address, say(text + i))));
      }
    }
    for (PendingCall call : calls) {
      CallReport report = call.confirmed().get(60, TimeUnit.SECONDS);
      assertThat(report.result().status()).isZero();
      told = Math.max(told, report.height());
    }
  }

  /** All have confirmed what clients were told, and the same above it. */
  private void agree(List<Node> nodes) throws InterruptedException {
    until(
        "one state",
        () -> {
          var first = status(nodes.get(0)).view();
          var state = nodes.get(0).channels.state(nodes.get(0).member);
          return first.confirmedHeight() >= told
              && nodes.stream()
                  .allMatch(
                      n ->
                          status(n).view().confirmedState().equals(first.confirmedState())
                              && n.channels.state(n.member).equals(state));
        });
  }

  /** Nothing is shared among members of one process. */
  private void everyMemberWorksForItself(List<Node> nodes) throws Exception {
    List<ChannelStatus> before = nodes.stream().map(ChannelLifeTest::status).toList();
    Domain domain = network.domain(nodes.get(0));
    int count = 40;
    for (int i = 0; i < count; i++) {
      Node node = nodes.get(i % nodes.size());
      confirm(node, node.client.sign(domain, node.address, say("one " + i)));
      agree(nodes);
    }
    long verified = 0;
    for (int i = 0; i < nodes.size(); i++) {
      ChannelStatus after = status(nodes.get(i));
      // All of the log, in which the system may have put something of its own.
      long logged = after.view().confirmedHeight() - before.get(i).view().confirmedHeight();
      assertThat(after.executed() - before.get(i).executed()).isEqualTo(logged);
      assertThat(logged).isGreaterThanOrEqualTo(count);
      verified += after.verifiedClients() - before.get(i).verifiedClients();
    }
    // Who learns of a batch by its certificate, because its chain view was behind the header's,
    // need not check the signatures that a quorum has checked. Nobody does it for others.
    assertThat(verified).isBetween(3L * count, (long) MEMBERS * count);
  }

  /** A subscription that ended with its member goes on where it stood. */
  private static void noGapAndNoRepeat(Node node, ChannelSubscription begun, long settled)
      throws InterruptedException {
    ChannelSubscription stream = begun;
    long next = 1;
    boolean settlementSeen = false;
    Optional<ChannelUpdate> update = stream.next(Duration.ofSeconds(1));
    while (update.isPresent()) {
      if (update.get() instanceof ChannelUpdate.Block block) {
        assertThat(block.firstHeight()).isEqualTo(next);
        next = block.lastHeight() + 1;
      } else if (update.get() instanceof ChannelUpdate.Settled of) {
        settlementSeen |= of.height() == settled;
      }
      if (update.get() instanceof ChannelUpdate.Ended) {
        stream = node.channels.subscribe(node.member, next);
        settlementSeen = true;
      }
      update = stream.next(Duration.ofMillis(100));
    }
    assertThat(next).isGreaterThan(settled);
    assertThat(settlementSeen).isTrue();
    stream.close();
  }

  @Test
  void livesFromCreateToClose() throws Exception {
    List<Node> all = network.nodes;
    network.create(config());
    for (Node node : all.subList(1, MEMBERS)) {
      network.join(node);
    }
    ChannelSubscription stream = all.get(1).channels.subscribe(all.get(1).member, 1);
    sayMany(all, 50, "hello");
    agree(all);

    everyMemberWorksForItself(all);

    // One is gone and misses something, comes back from its files and catches up.
    Node lost = all.get(3);
    lost.channels.kill(lost.member);
    sayMany(all.subList(0, 3), 20, "without one");
    assertThat(lost.channels.resume()).containsExactly(lost.member);
    agree(all);

    // The leader is gone: another claims the lead on the chain.
    Node leader = leader(all);
    List<Node> others = all.stream().filter(n -> n != leader).toList();
    leader.channels.kill(leader.member);
    long gone = System.nanoTime();
    sayMany(others, 10, "without the leader");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - gone)).isLessThan(20);
    leader.channels.resume();
    agree(all);

    // A checkpoint is settled by certificate.
    Node now = leader(all);
    now.channels.command(now.member, new Command.Checkpoint());
    long height = status(now).view().confirmedHeight();
    until("the settlement", () -> status(now).settledHeight() > height);
    long settled = status(now).settledHeight();

    // One leaves: its leave is a checkpoint, which settles and makes another set.
    Domain domain = network.domain(now);
    Node leaver = all.get(3) == now ? all.get(2) : all.get(3);
    leaver.channels.leave(leaver.member, leaver.client.leave(domain, leaver.address));
    List<Node> stay = all.stream().filter(n -> n != leaver).toList();
    until("the leave", () -> status(leaver).view().state() == MemberState.OUTSIDE && leads(now));
    sayMany(stay, 3, "without who left");
    agree(stay);

    // The others ask to close.
    for (Node node : stay) {
      node.channels.close(node.member, node.client.close(domain, node.address));
    }
    until(
        "the close",
        () -> stay.stream().allMatch(n -> status(n).view().state() == MemberState.CLOSED));

    noGapAndNoRepeat(all.get(1), stream, settled);

    // Seen from outside, by the chain's own interface.
    String events = network.events();
    assertThat(events)
        .contains("::channel_events::Settled")
        .contains("\"height\":\"" + settled + "\"")
        .contains("::channel_events::Closed");
  }
}
