/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import static dev.sluice.channel.TestNetwork.until;

import dev.sluice.chain.api.Address;
import dev.sluice.channel.TestNetwork.Node;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.CreateChannel;
import dev.sluice.channel.sandbox.EntryCall;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.move.ModuleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Load on a channel of four in one process: pre-signed calls that rewrite a line of a document,
 * handed in by four clients at their own nodes, each with a window of calls on their way. Members
 * hand frames over in memory (no CURVE); each verifies and executes for itself and forces its own
 * journal. Prints confirmed transactions per second, times to confirmation, and S: single checks of
 * Bouncy Castle per second on all cores, divided by four, from the same run.
 *
 * <p>Arguments: seconds, window of each client (0 = one call at a time by one client).
 */
public final class ChannelLoad {
  private static final int MEMBERS = 4;
  private static final int WARM_UP_SECONDS = 10;
  private static final int RATE_GUESS = 12_000;

  private ChannelLoad() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    int window = Integer.parseInt(arguments[1]);
    double single = singleChecks() / MEMBERS;
    Path directory = Files.createTempDirectory("channel-load");
    try (TestNetwork network = new TestNetwork(directory)) {
      open(network);
      if (window == 0) {
        lone(network, seconds);
      } else {
        sustained(network, seconds, window, single);
      }
    } finally {
      delete(directory);
    }
    System.exit(0);
  }

  private static double singleChecks() throws InterruptedException {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    byte[] key = new byte[32];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    byte[] message = new byte[200];
    byte[] signature = new byte[64];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    AtomicLong done = new AtomicLong();
    long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    long end = warm + TimeUnit.SECONDS.toNanos(3);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                long now = System.nanoTime();
                while (now < end) {
                  if (!Ed25519.verify(signature, 0, key, 0, message, 0, message.length)) {
                    throw new IllegalStateException();
                  }
                  now = System.nanoTime();
                  if (now > warm) {
                    done.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get() / 3.0;
  }

  private static void open(TestNetwork network) throws Exception {
    for (int i = 0; i < MEMBERS; i++) {
      network.addNode();
    }
    Node first = network.nodes.get(0);
    Bytes empty = new BcsWriter().string("load").length(0).u64(0).toBytes();
    first.member =
        first
            .channels
            .create(
                new CreateChannel(
                    TestNetwork.CHAIN,
                    TestNetwork.ACCOUNT,
                    new Address(TestNetwork.CONTRACT.toLongString() + "::editor"),
                    TestNetwork.COIN,
                    List.of(new BcsWriter().string("load").toBytes()),
                    StructTag.of(TestNetwork.CONTRACT, "editor", "Document"),
                    empty,
                    ConfigRecord.defaults()
                        .withMembers(MEMBERS, 2)
                        .withAdmission(2, List.of())
                        .withChallenge(60_000),
                    TestNetwork.DEPOSIT,
                    first.client))
            .get(60, TimeUnit.SECONDS);
    for (Node node : network.nodes.subList(1, MEMBERS)) {
      network.join(node);
    }
    until("a leader", () -> network.nodes.stream().anyMatch(ChannelLoad::leads));
    Domain domain = network.domain(first);
    confirm(first, sign(first, domain, "insert", 0));
  }

  private static boolean leads(Node node) {
    return node.channels.status(node.member).view().state() == MemberState.LEADING;
  }

  private static SignedTransaction sign(Node node, Domain domain, String function, int number) {
    String text = String.format("%08d", number) + "x".repeat(80);
    return node.client.sign(
        domain,
        node.address,
        new EntryCall(
            new ModuleId(TestNetwork.CONTRACT, "editor"),
            function,
            List.of(),
            List.of(new BcsWriter().u64(0).toBytes(), new BcsWriter().string(text).toBytes())));
  }

  private static void confirm(Node node, SignedTransaction transaction) throws Exception {
    while (true) {
      try {
        long status =
            node.channels
                .submit(node.member, transaction)
                .confirmed()
                .get(60, TimeUnit.SECONDS)
                .result()
                .status();
        if (status != 0) {
          throw new IllegalStateException("status " + status);
        }
        return;
      } catch (java.util.concurrent.ExecutionException e) {
        long retry = ((ChannelException) e.getCause()).retryAfter();
        if (retry == 0) {
          throw e;
        }
        Thread.sleep(retry);
      }
    }
  }

  private static void lone(TestNetwork network, int seconds) throws Exception {
    Node node = network.nodes.stream().filter(ChannelLoad::leads).findFirst().orElseThrow();
    Domain domain = network.domain(node);
    List<Long> times = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS + seconds);
    long from = end - TimeUnit.SECONDS.toNanos(seconds);
    int number = 0;
    while (System.nanoTime() < end) {
      SignedTransaction transaction = sign(node, domain, "replace", number++);
      long begin = System.nanoTime();
      confirm(node, transaction);
      if (begin > from) {
        times.add(System.nanoTime() - begin);
      }
    }
    print("one call at a time, at the leader", times, seconds, 0);
  }

  private static void sustained(TestNetwork network, int seconds, int window, double single)
      throws Exception {
    int each = (WARM_UP_SECONDS + seconds) * RATE_GUESS / MEMBERS;
    long signing = System.nanoTime();
    List<List<SignedTransaction>> signed = new ArrayList<>();
    for (Node node : network.nodes) {
      Domain domain = network.domain(node);
      List<SignedTransaction> own = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        own.add(sign(node, domain, "replace", i));
      }
      signed.add(own);
    }
    System.out.printf(
        "%d transactions of %d bytes signed in %d ms%n",
        each * MEMBERS, signed.get(0).get(0).size(), (System.nanoTime() - signing) / 1_000_000);
    long from = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    long end = from + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> clients = new ArrayList<>();
    List<List<Long>> times = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      Node node = network.nodes.get(i);
      List<SignedTransaction> own = signed.get(i);
      List<Long> mine = new ArrayList<>();
      times.add(mine);
      Thread thread =
          new Thread(
              () -> {
                Semaphore room = new Semaphore(window);
                for (SignedTransaction transaction : own) {
                  try {
                    room.acquire();
                  } catch (InterruptedException e) {
                    return;
                  }
                  long begin = System.nanoTime();
                  if (begin > end) {
                    return;
                  }
                  var unused =
                      node.channels
                          .submit(node.member, transaction)
                          .confirmed()
                          .whenComplete(
                              (report, failure) -> {
                                room.release();
                                long now = System.nanoTime();
                                if (failure != null) {
                                  System.out.println(failure.getMessage());
                                } else if (now > from && now < end) {
                                  synchronized (mine) {
                                    mine.add(now - begin);
                                  }
                                }
                              });
                }
                System.out.println("a client ran out of signed transactions");
              });
      thread.start();
      clients.add(thread);
    }
    for (Thread client : clients) {
      client.join();
    }
    Thread.sleep(2_000);
    List<Long> all = new ArrayList<>();
    for (List<Long> mine : times) {
      synchronized (mine) {
        all.addAll(mine);
      }
    }
    print("window " + window + " of each of " + MEMBERS + " clients", all, seconds, single);
    for (Node node : network.nodes) {
      var status = node.channels.status(node.member);
      System.out.printf(
          "%s: verified %d (%d of clients), executed %d, forces %d, refused %s%n",
          status.view().state(),
          status.verified(),
          status.verifiedClients(),
          status.executed(),
          status.forces(),
          status.view().refused());
    }
  }

  private static void print(String what, List<Long> nanos, int seconds, double single) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      System.out.println(what + ": nothing was confirmed");
      return;
    }
    double rate = sorted.length / (double) seconds;
    System.out.printf(
        "%s: %.0f confirmed tx/s over %d s, p50 %.2f, p95 %.2f, p99 %.2f ms%n",
        what, rate, seconds, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
    if (single > 0) {
      System.out.printf("S = %.0f, ratio %.2f%n", single, rate / single);
    }
  }

  private static double at(long[] sorted, double part) {
    return Arrays.stream(sorted, (int) (sorted.length * part), sorted.length).findFirst().orElse(0)
        / 1e6;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
