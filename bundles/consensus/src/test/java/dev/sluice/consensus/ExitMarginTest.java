/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.step.Command;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is confirmed that an open exit can no longer settle (rule 23). */
class ExitMarginTest {
  private static final long WINDOW = 60_000;

  private static Cluster of(int n, Set<RuleSwitch> off) {
    Cluster cluster = new Cluster(ConfigRecord.defaults().withChallenge(WINDOW), off);
    for (int i = 0; i < n; i++) {
      cluster.join();
    }
    cluster.settle();
    return cluster;
  }

  /** All members are down from an exit's beginning on; when it is over, what they confirmed. */
  private static long confirmedBeyondTheExit(long asleep, Set<RuleSwitch> off) {
    Cluster cluster = of(4, off);
    cluster.nodes.forEach(Cluster.Node::stop);
    cluster.chain.forceExit(cluster.now);
    cluster.run(asleep);
    cluster.nodes.forEach(Cluster.Node::start);
    cluster.runUntil(cluster.chain::isClosed, 2 * WINDOW);
    LongStream confirmed = cluster.nodes.stream().mapToLong(node -> node.view().confirmedHeight());
    return confirmed.max().orElseThrow() - cluster.chain.settledHeight();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 44_000, 46_000, 59_000, 61_000})
  void settlesAllThatIsConfirmedHoweverLongTheMembersSlept(long asleep) {
    assertThat(confirmedBeyondTheExit(asleep, Set.of())).isZero();
  }

  @Test
  void losesWhatIsConfirmedTooLateWithoutTheRule() {
    assertThat(confirmedBeyondTheExit(61_000, Set.of(RuleSwitch.EXIT_MARGIN))).isPositive();
  }

  @Test
  void confirmsWhatItHeldBackWhenTheExitIsCancelled() {
    Cluster cluster = of(4, Set.of());
    SignedTransaction last = cluster.node(1).transfer(cluster.node(2), 7);
    cluster.node(1).submit(last);
    cluster.run(2);
    cluster.nodes.forEach(Cluster.Node::stop);
    cluster.chain.forceExit(cluster.now);
    cluster.run(46_000);
    cluster.nodes.forEach(Cluster.Node::start);
    cluster.run(5_000);
    assertThat(cluster.node(1).log()).doesNotContain(last);
    cluster.chain.cancelExit(cluster.now);
    cluster.distribute();
    cluster.runUntil(() -> cluster.node(1).log().contains(last), 20_000);
    cluster.requireAgreement();
    assertThat(cluster.calls).doesNotContainKey("ClaimNoConfidence");
  }

  @Test
  void postsWhatIsConfirmedWhileTheExitIsOpen() {
    Cluster cluster = of(4, Set.of());
    cluster.nodes.stream().skip(2).forEach(Cluster.Node::stop);
    cluster.chain.forceExit(cluster.now);
    cluster.distribute();
    cluster.run(20_000);
    assertThat(posts(cluster)).isEqualTo(1);
    cluster.nodes.stream().skip(2).forEach(Cluster.Node::start);
    cluster.run(15_000);
    assertThat(posts(cluster)).isGreaterThan(1);
  }

  private static long posts(Cluster cluster) {
    return cluster.chain.events.stream()
        .filter(e -> e.event() instanceof ContractEvent.ExitPosted)
        .map(e -> e.event())
        .distinct()
        .count();
  }

  @Test
  void anExitEndsThePatienceWithNobody() {
    Cluster cluster = of(4, Set.of());
    cluster.nodes.forEach(Cluster.Node::stop);
    cluster.chain.forceExit(cluster.now);
    cluster.run(46_000);
    cluster.nodes.forEach(Cluster.Node::start);
    cluster.node(0).command(new Command.Checkpoint());
    cluster.runUntil(cluster.chain::isClosed, 2 * WINDOW);
    assertThat(cluster.calls).doesNotContainKey("ClaimNoConfidence");
    assertThat(cluster.node(1).log())
        .noneMatch(
            t ->
                t instanceof SystemTransaction s
                    && s.kind() instanceof SystemTransaction.ChainOp op
                    && op.body() instanceof ChainOpBody.ExitOpened);
  }
}
