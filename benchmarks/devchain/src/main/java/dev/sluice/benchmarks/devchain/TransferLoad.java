/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.devchain;

import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.ledger.SignatureChecker;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Signed transfers through the REST interface, with the journal on disk: first as many as go
 * through for a minute, then half as many for another, with the time from sending one until it is
 * in the ledger. Client, server and chain share the process and the machine.
 */
public final class TransferLoad {
  private static final int CONNECTIONS = 16;
  private static final int SENDERS_PER_CONNECTION = 4;
  private static final int SECONDS = Integer.getInteger("seconds", 60);
  private static final int MOST_PER_SECOND = Integer.getInteger("most", 6000);

  /** One in so many transfers is waited for, so that waiting does not hold the others up much. */
  private static final int WAIT_EVERY = 20;

  private static final String TYPE = "application/x.aptos.signed_transaction+bcs";

  private final DevChain chain;
  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
  private final List<List<Sender>> senders = new ArrayList<>();

  /** What is signed and not sent, by connection: sequence numbers must have no gap. */
  private final List<Deque<byte[]>> signed = new ArrayList<>();

  private TransferLoad(DevChain chain) {
    this.chain = chain;
    for (int i = 0; i < CONNECTIONS; i++) {
      List<Sender> mine = new ArrayList<>();
      for (int j = 0; j < SENDERS_PER_CONNECTION; j++) {
        mine.add(new Sender(i * SENDERS_PER_CONNECTION + j));
      }
      senders.add(mine);
      signed.add(new ArrayDeque<>());
    }
  }

  /** Runs the load and prints its figures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path directory = Files.createTempDirectory(Path.of("target"), "chain");
    try (DevChain chain = open(directory)) {
      new TransferLoad(chain).run();
    }
    long start = System.nanoTime();
    try (DevChain chain = open(directory)) {
      print("clean restart at version %d: %.1f s%n", chain.ledger().head().version(), since(start));
    }
    // Without the snapshot, as after a crash that came before the first one.
    Files.delete(directory.resolve("state.snapshot"));
    start = System.nanoTime();
    try (DevChain chain = open(directory)) {
      print(
          "restart from the log alone at version %d: %.1f s%n",
          chain.ledger().head().version(), since(start));
    }
  }

  private static DevChain open(Path directory) throws IOException {
    LedgerSettings d = LedgerSettings.DEFAULT;
    // No snapshot on the way, so that the restarts read all of the log.
    LedgerSettings settings =
        new LedgerSettings(
            d.chainId(),
            2_000_000,
            d.stateVersions(),
            d.maxStateBytes(),
            d.mempoolTransactions(),
            d.mempoolPerSender(),
            d.blockTransactions(),
            1L << 40);
    return new DevChain(
        settings,
        Optional.of(directory),
        InstantSource.system(),
        DevChain.Pace.DEFAULT,
        RestSettings.DEFAULT);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    try (Connection connection = new Connection(chain.uri().getPort())) {
      for (List<Sender> mine : senders) {
        for (Sender sender : mine) {
          String body =
              "{\"address\":\"" + sender.address().toLongString() + "\",\"amount\":1000000000000}";
          connection.post("/fund", "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    awaitQuiet();
    phase("warm-up", 5, 0, false);
    print("signature checks alone, one thread, just before: %.0f /s%n", alone());
    double rate = phase("sustained", SECONDS, 0, false);
    print("signature checks alone, again: %.0f /s%n", alone());
    phase("half load", SECONDS, rate / 2, true);
    threads.shutdown();
  }

  private void awaitQuiet() throws InterruptedException {
    while (chain.ledger().waiting() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Strict checks with a kept key in one thread for a second. */
  private static double alone() {
    SignatureChecker checker = new SignatureChecker();
    Sender sender = new Sender(1_000_000);
    List<SignedTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      transactions.add(SignedTransaction.of(Bytes.of(sender.transfer(sender.address()))));
    }
    long start = System.nanoTime();
    int done = 0;
    while (since(start) < 1) {
      if (!checker.isSigned(transactions.get(done++ % transactions.size()))) {
        throw new IllegalStateException("a good signature was refused");
      }
    }
    return done / since(start);
  }

  /** What one connection did: latencies in nanoseconds. */
  private static final class Part {
    private final long[] answered;
    private final long[] committed;

    Part(long[] answered, long[] committed) {
      this.answered = answered;
      this.committed = committed;
    }
  }

  private double phase(String name, int seconds, double rate, boolean wait)
      throws InterruptedException, ExecutionException {
    int each = (int) Math.ceil((rate > 0 ? rate : MOST_PER_SECOND) * seconds / CONNECTIONS);
    sign(each);
    Ledger ledger = chain.ledger();
    long versions = ledger.head().version();
    long heights = ledger.head().height();
    long checks = ledger.signatures().checks();
    long nanos = ledger.signatures().nanos();
    long start = System.nanoTime();
    List<Future<Part>> parts = new ArrayList<>();
    for (Deque<byte[]> mine : signed) {
      parts.add(threads.submit(() -> send(mine, start, seconds, rate / CONNECTIONS, wait)));
    }
    List<long[]> answered = new ArrayList<>();
    List<long[]> committed = new ArrayList<>();
    for (Future<Part> part : parts) {
      answered.add(part.get().answered);
      committed.add(part.get().committed);
    }
    awaitQuiet();
    double took = since(start);
    long blocks = ledger.head().height() - heights;
    long transfers = ledger.head().version() - versions - blocks;
    long sent = answered.stream().mapToLong(a -> a.length).sum();
    if (sent != transfers) {
      throw new IllegalStateException(sent + " sent, " + transfers + " in the ledger");
    }
    double perSecond = transfers / took;
    double perCheck =
        (ledger.signatures().nanos() - nanos) / 1e3 / (ledger.signatures().checks() - checks);
    print(
        "%s: %d transfers in %.1f s: %.0f /s, %.0f to a block; a signature check took %.0f us%n",
        name, transfers, took, perSecond, (double) transfers / blocks, perCheck);
    percentiles("  answered", answered);
    percentiles("  in the ledger", committed);
    return perSecond;
  }

  private void sign(int each) throws InterruptedException, ExecutionException {
    List<Future<Void>> futures = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      List<Sender> mine = senders.get(i);
      Deque<byte[]> queue = signed.get(i);
      Callable<Void> task =
          () -> {
            for (int k = 0; queue.size() < each; k++) {
              Sender sender = mine.get(k % mine.size());
              queue.add(sender.transfer(mine.get((k + 1) % mine.size()).address()));
            }
            return null;
          };
      futures.add(threads.submit(task));
    }
    for (Future<Void> future : futures) {
      future.get();
    }
  }

  /** Sends until the time or the transfers are used up; paced if there is a rate. */
  private Part send(Deque<byte[]> transfers, long start, int seconds, double rate, boolean wait)
      throws IOException, InterruptedException {
    long[] answered = new long[transfers.size()];
    long[] committed = new long[transfers.size()];
    int sent = 0;
    int waited = 0;
    try (Connection connection = new Connection(chain.uri().getPort())) {
      while (!transfers.isEmpty() && since(start) < seconds) {
        long due = rate > 0 ? start + (long) (sent / rate * 1e9) : System.nanoTime();
        long early = due - System.nanoTime();
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
        // From when it was due: a slow answer counts for those that wait behind it.
        Connection.Answer answer = connection.post("/v1/transactions", TYPE, transfers.getFirst());
        if (answer.status() == 507) {
          TimeUnit.MILLISECONDS.sleep(5);
          continue;
        } else if (answer.status() != 202) {
          throw new IOException(answer.status() + " " + answer.body());
        }
        transfers.removeFirst();
        answered[sent++] = System.nanoTime() - due;
        if (wait && sent % WAIT_EVERY == 0) {
          String hash = answer.body().split("\"hash\":\"", 2)[1].split("\"", 2)[0];
          String done = connection.get("/v1/transactions/wait_by_hash/" + hash).body();
          while (done.contains("\"type\":\"pending_transaction\"")) {
            done = connection.get("/v1/transactions/wait_by_hash/" + hash).body();
          }
          if (!done.contains("\"success\":true")) {
            throw new IOException(done);
          }
          committed[waited++] = System.nanoTime() - due;
        }
      }
    }
    return new Part(Arrays.copyOf(answered, sent), Arrays.copyOf(committed, waited));
  }

  private static void percentiles(String name, List<long[]> parts) {
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    if (all.length > 0) {
      print(
          "%s: median %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms%n",
          name, at(all, 0.5), at(all, 0.99), at(all, 0.999), at(all, 1));
    }
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
  }
}
