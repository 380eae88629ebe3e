/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Loss, delay, crashes with unsynced loss, partitions and dead leaders in random order: nothing
 * confirmed is ever lost or doubled, and afterwards work goes on. Larger runs with a true model of
 * the contract are the simulator's.
 */
class ChaosTest {
  private static final int SEEDS = Integer.getInteger("sluice.chaos.seeds", 40);
  private static final long FIRST = Long.getLong("sluice.chaos.first", 1);

  @Test
  void survivesDisorder() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        new History(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class History {
    private final Random random;
    private final Cluster cluster;
    private final Map<Long, Hash> confirmed = new HashMap<>();
    private final int n;
    private double loss;

    History(long seed) {
      random = new Random(seed);
      n = 3 + random.nextInt(5);
      ConfigRecord config =
          ConfigRecord.defaults()
              .withChallenge(60_000)
              .withTickInterval(random.nextInt(4) == 0 ? 700 : 0);
      cluster = Cluster.of(n, config);
      cluster.diskMs = random.nextInt(5);
      cluster.networkMs = () -> 1 + random.nextInt(random.nextInt(20) == 0 ? 400 : 8);
      cluster.interceptor = this::pass;
    }

    private Optional<PeerFrame> pass(Cluster.Node from, Cluster.Node to, PeerFrame frame) {
      return random.nextDouble() < loss ? Optional.empty() : Optional.of(frame);
    }

    void run() {
      for (int round = 0; round < 40; round++) {
        disturb();
        work();
        cluster.run(50 + random.nextInt(1_500));
        check();
      }
      recover();
    }

    private void disturb() {
      switch (random.nextInt(9)) {
        case 0 -> loss = random.nextDouble() * 0.3;
        case 1 -> loss = 0;
        case 2 -> crash(cluster.leader());
        case 3 -> crash(cluster.node(random.nextInt(n)));
        case 4, 5 -> restartAll();
        case 6 -> {
          Cluster.Node alone = cluster.node(random.nextInt(n));
          cluster.cut((from, to) -> from == alone || to == alone);
        }
        case 7 -> cluster.heal();
        default -> {}
      }
    }

    private void crash(Cluster.Node node) {
      boolean allowed = random.nextInt(3) == 0 || cluster.nodes.stream().allMatch(x -> x.up);
      if (node.up && allowed) {
        node.crash();
        if (random.nextBoolean()) {
          restart(node);
        }
      }
    }

    private void restart(Cluster.Node node) {
      node.confirmed.clear();
      node.start();
    }

    private void restartAll() {
      cluster.nodes.stream().filter(x -> !x.up).forEach(this::restart);
    }

    private void work() {
      for (int i = random.nextInt(4); i > 0; i--) {
        Cluster.Node client = cluster.node(random.nextInt(n));
        if (client.up && client.view().index().isPresent()) {
          client.submit(client.transfer(cluster.node(random.nextInt(n)), 1));
        }
      }
    }

    private void check() {
      for (Cluster.Node node : cluster.nodes) {
        long last = 0;
        for (Publication.Confirmed c : node.confirmed) {
          Hash known = confirmed.putIfAbsent(c.header().batch(), c.headerHash());
          if (known != null && !known.equals(c.headerHash())) {
            throw new AssertionError("two batches " + c.header().batch());
          }
          assertThat(last == 0 || c.header().batch() == last + 1).isTrue();
          last = c.header().batch();
        }
        if (node.up) {
          assertThat(node.view().state()).isNotEqualTo(MemberState.DIVERGED);
        }
        assertThat(node.published(Publication.Alarm.class)).isEmpty();
      }
    }

    private void recover() {
      loss = 0;
      cluster.heal();
      restartAll();
      cluster.run(40_000);
      check();
      List<Cluster.Node> members = new ArrayList<>();
      for (Cluster.Node node : cluster.nodes) {
        if (node.view().index().isPresent()) {
          members.add(node);
        }
      }
      if (members.size() < 2 || cluster.chain.isClosed()) {
        return;
      }
      Cluster.Node client = members.get(random.nextInt(members.size()));
      SignedTransaction last = client.transfer(members.get(0), 1);
      for (int tries = 0; tries < 20 && !everywhere(members, last); tries++) {
        client.submit(last);
        cluster.run(3_000);
        check();
      }
      if (!everywhere(members, last)) {
        throw new AssertionError("no progress: " + cluster.describe());
      }
    }

    private static boolean everywhere(List<Cluster.Node> members, SignedTransaction transaction) {
      return members.stream()
          .allMatch(
              m ->
                  m.confirmed.stream()
                      .anyMatch(c -> c.body().transactions().contains(transaction)));
    }
  }
}
