/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import static dev.sluice.channel.TestNetwork.say;
import static dev.sluice.channel.TestNetwork.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.channel.TestNetwork.Node;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.ChannelUpdate;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SignedTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members are lost in the middle of their work, at any time and whatever they do, and come back
 * from their files. Nothing that a client was told of as confirmed is ever missing. Rounds: system
 * property {@code channel.crash.rounds}.
 */
class ChannelCrashTest {
  private static final int MEMBERS = 4;
  private static final int ROUNDS = Integer.getInteger("channel.crash.rounds", 2);

  @TempDir Path directory;

  private final Map<Hash, Long> told = new ConcurrentHashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void losesNothingConfirmed() throws Exception {
    SplittableRandom random = new SplittableRandom(ROUNDS);
    try (TestNetwork network = new TestNetwork(directory)) {
      for (int i = 0; i < MEMBERS; i++) {
        network.addNode();
      }
      network.create(
          ConfigRecord.defaults()
              .withMembers(MEMBERS, 2)
              .withAdmission(2, List.of())
              .withLiveness(9_000, 60_000)
              .withChallenge(60_000));
      for (Node node : network.nodes.subList(1, MEMBERS)) {
        network.join(node);
      }
      Domain domain = network.domain(network.nodes.get(0));
      List<Thread> clients =
          network.nodes.stream().map(n -> new Thread(() -> talk(n, domain))).toList();
      clients.forEach(Thread::start);
      until("traffic", () -> told.size() > 20);
      for (int round = 0; round < ROUNDS; round++) {
        Node lost = network.nodes.get(random.nextInt(MEMBERS));
        Thread.sleep(random.nextInt(300));
        lost.channels.kill(lost.member);
        Thread.sleep(random.nextInt(2_000));
        assertThat(lost.channels.resume()).containsExactly(lost.member);
        int before = told.size();
        until("traffic after round " + round, 120, () -> told.size() > before + 20);
      }
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      for (Node node : network.nodes) {
        check(node);
      }
    }
  }

  /** Says one thing after the other; what is uncertain is handed in again, unchanged. */
  private void talk(Node node, Domain domain) {
    int number = 0;
    while (!over.get()) {
      SignedTransaction transaction = node.client.sign(domain, node.address, say("n" + number++));
      boolean done = false;
      while (!done && !over.get()) {
        try {
          var report =
              node.channels.submit(node.member, transaction).confirmed().get(10, TimeUnit.SECONDS);
          if (report.height() > 0) {
            told.put(transaction.hash(), report.height());
          }
          done = true;
        } catch (ExecutionException | TimeoutException | ChannelException e) {
          pause();
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The member's log, which it executes again from genesis, has everything in its place. */
  private void check(Node node) throws InterruptedException {
    node.channels.stop(node.member);
    assertThat(node.channels.resume()).containsExactly(node.member);
    long highest = told.values().stream().mapToLong(Long::longValue).max().orElse(0);
    until(
        "the log of " + node.directory.getFileName(),
        () -> node.channels.status(node.member).view().confirmedHeight() >= highest);
    Map<Hash, Long> found = new ConcurrentHashMap<>();
    try (ChannelSubscription stream = node.channels.subscribe(node.member, 1)) {
      Optional<ChannelUpdate> update = stream.next(Duration.ofSeconds(1));
      while (update.isPresent()) {
        if (update.get() instanceof ChannelUpdate.Block block) {
          block
              .entries()
              .forEach(e -> e.transaction().ifPresent(h -> found.put(h, e.report().height())));
        }
        update = stream.next(Duration.ofMillis(50));
      }
    }
    // Only the newest blocks are kept for subscribers.
    long oldest = found.values().stream().mapToLong(Long::longValue).min().orElse(1);
    told.forEach(
        (hash, height) -> {
          if (height >= oldest) {
            assertThat(found.get(hash)).as("transaction at %d", height).isEqualTo(height);
          }
        });
  }
}
