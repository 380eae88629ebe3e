/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.codec.Bytes;
import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * Transactions are sent and looked up through a chain plugin that is updated all the time. The
 * plugin's chain is a file; each execution is a line of it.
 */
@Timeout(120)
class SwapUnderLoadIT {
  private static final int OPERATIONS = Integer.getInteger("sluice.swap.operations", 10_000);
  private static final int UPDATES = 20;
  private static final int CLIENTS = 4;
  private static final int IN_FLIGHT = 8;

  /** The target is 50 ms on a machine of its own; a build shares its machine. */
  private static final Duration GAP_LIMIT =
      Duration.ofMillis(Integer.getInteger("sluice.swap.gap.ms", 2_000));

  private static final byte[][] JARS = {
    Jars.of(Container.toy("v1")).bytes(), Jars.of(Container.toy("v2")).bytes()
  };
  private static final PluginName TOY = new PluginName("chain-toy");
  private static final Duration TIME = Duration.ofSeconds(20);

  /** Signed once: a toy chain takes any key. */
  private static final List<SignedTransaction> TRANSACTIONS = new ArrayList<>();

  @TempDir Path directory;
  private Container container;
  private final AtomicInteger completed = new AtomicInteger();
  private final Set<String> versions = Collections.synchronizedSet(new HashSet<>());
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() throws Exception {
    container.close();
  }

  /** Loads another version. */
  private interface Update {
    void load(byte[] jar) throws Exception;
  }

  @Test
  void byTheAdminService() throws Exception {
    container = new Container(directory);
    var admin = container.service(PluginAdminService.class);
    admin.install(new ByteArrayInputStream(JARS[0]));
    losesNothingAndDoesNothingTwice(jar -> admin.update(TOY, new ByteArrayInputStream(jar)));
  }

  /** As the deploy folder does it. */
  @Test
  void byUpdatingTheBundle() throws Exception {
    container = new Container(directory);
    Bundle bundle =
        container
            .context()
            .installBundle("file:/deploy/toy.jar", new ByteArrayInputStream(JARS[0]));
    bundle.start();
    losesNothingAndDoesNothingTwice(jar -> bundle.update(new ByteArrayInputStream(jar)));
  }

  private void losesNothingAndDoesNothingTwice(Update updates) throws Exception {
    Path ledger = directory.resolve("ledger");
    container.toyConfiguration("main", ledger, 500);
    var plugins = container.service(PluginService.class);
    try (var ref = plugins.ref(Chain.class, "main")) {
      if (TRANSACTIONS.isEmpty()) {
        TRANSACTIONS.addAll(sign(ref));
      }
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(ref, i));
      }
      clients.forEach(Thread::start);
      var gaps = new ArrayList<Long>();
      for (int update = 1; update <= UPDATES; update++) {
        int due = OPERATIONS / (UPDATES + 1) * update;
        Container.await("load", () -> completed.get() >= due);
        updates.load(JARS[update % 2]);
        gaps.add(ref.status().lastGap().toNanos());
      }
      var sent = new HashSet<String>();
      for (Client client : clients) {
        client.join();
        sent.addAll(client.outcome());
      }
      assertThat(sent).hasSize(OPERATIONS);
      List<String> executed =
          Files.readAllLines(ledger).stream()
              .map(line -> line.substring(0, line.indexOf(' ')))
              .toList();
      assertThat(executed).as("executed twice").doesNotHaveDuplicates();
      assertThat(new HashSet<>(executed)).as("lost").isEqualTo(sent);
      assertThat(ref.status().swaps()).isEqualTo(UPDATES);
      assertThat(versions).containsExactlyInAnyOrder("toy 1", "toy 2");
      report(ref, gaps);
      Collections.sort(gaps);
      assertThat(Duration.ofNanos(gaps.get(gaps.size() - 1))).isLessThan(GAP_LIMIT);
    }
  }

  private void report(PluginRef<Chain> ref, List<Long> gaps) {
    long[] gap = gaps.stream().mapToLong(g -> g / 1_000).sorted().toArray();
    long[] latency = latencies.stream().mapToLong(l -> l / 1_000).sorted().toArray();
    System.out.printf(
        "swap under load: %d operations, %d updates; gap p50 %d us, p99 %d us, worst %d us;"
            + " call p50 %d us, p99 %d us, worst %d us; repeated %d, abandoned %d%n",
        OPERATIONS,
        UPDATES,
        at(gap, 50),
        at(gap, 99),
        gap[gap.length - 1],
        at(latency, 50),
        at(latency, 99),
        latency[latency.length - 1],
        ref.status().repeated(),
        ref.status().abandoned());
    assertThat(Arrays.stream(gap).count()).isEqualTo(UPDATES);
  }

  private static long at(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, (sorted.length * percent + 99) / 100 - 1)];
  }

  private static List<SignedTransaction> sign(PluginRef<Chain> ref) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = keys.getPublic().getEncoded();
    var key =
        new PublicKey(
            SignatureScheme.ED25519,
            Bytes.of(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    var signed = new ArrayList<SignedTransaction>();
    for (int i = 0; i < OPERATIONS; i++) {
      Bytes argument = Bytes.of(ByteBuffer.allocate(4).putInt(i).array());
      var call = new Call(new Address("toy"), "do", List.of(), List.of(Call.Argument.of(argument)));
      var request = TransactionRequest.of(key, call);
      var prepared = ref.call((chain, left) -> chain.prepare(request, left), TIME).get();
      var signer = java.security.Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(prepared.message().toArray());
      var signature = new Signature(key, Bytes.of(signer.sign()));
      signed.add(ref.run((chain, left) -> chain.assemble(prepared, signature), TIME));
    }
    return signed;
  }

  /** Sends its share of the transactions, some at a time, and looks up each. */
  private final class Client extends Thread {
    private final PluginRef<Chain> ref;
    private final int number;
    private final Semaphore window = new Semaphore(IN_FLIGHT);
    private final List<CompletableFuture<String>> hashes = new ArrayList<>();

    Client(PluginRef<Chain> ref, int number) {
      this.ref = ref;
      this.number = number;
    }

    @Override
    public void run() {
      for (int i = number; i < OPERATIONS; i += CLIENTS) {
        window.acquireUninterruptibly();
        long start = System.nanoTime();
        hashes.add(operate(TRANSACTIONS.get(i)).whenComplete((hash, error) -> ended(start)));
        if (i % 100 == 0) {
          CompletableFuture<ChainInfo> info = ref.call(Chain::info, TIME);
          hashes.add(info.thenAccept(known -> versions.add(known.software())).thenApply(v -> ""));
        }
      }
    }

    private void ended(long start) {
      latencies.add(System.nanoTime() - start);
      completed.incrementAndGet();
      window.release();
    }

    private CompletableFuture<String> operate(SignedTransaction tx) {
      return ref.call((chain, left) -> chain.send(tx, left), TIME)
          .thenCompose(
              nothing ->
                  ref.call((chain, left) -> chain.status(tx.hash(), tx.validity(), left), TIME))
          .thenApply(
              status -> {
                assertThat(status).isInstanceOf(TransactionStatus.Committed.class);
                return tx.hash().bytes().toHex();
              });
    }

    List<String> outcome() throws Exception {
      var done = new ArrayList<String>();
      for (CompletableFuture<String> hash : hashes) {
        done.add(hash.get(TIME.toSeconds(), TimeUnit.SECONDS));
      }
      done.removeIf(String::isEmpty);
      return done;
    }
  }
}
