/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.pack;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.io.LocalDisk;
import dev.sluice.storage.pack.PackSettings;
import dev.sluice.storage.pack.PackStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Compares the pack store with what the file system gives: forced batches with one write and one
 * force of as many bytes to a file of zeros, reads with reads of as many bytes. Operations of the
 * two take turns, so that a busy machine slows both.
 */
public final class PackBenchmark {
  private static final int KIB = 1 << 10;
  private static final int RAW_BYTES = 64 << 20;
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 1500;
  private static final int STORED = 200_000;
  private static final long WINDOW_NANOS = 2_000_000_000L;
  private static final int WINDOWS = 5;

  private final Path directory;
  private final Random random = new Random(1);
  private final ExecutorService background = Executors.newSingleThreadExecutor();

  private PackBenchmark(Path directory) {
    this.directory = directory;
  }

  /** Runs everything in a temporary directory; its parent can be given. */
  public static void main(String[] arguments) throws Exception {
    Path parent = Path.of(arguments.length > 0 ? arguments[0] : "target");
    Path directory = Files.createTempDirectory(Files.createDirectories(parent), "pack-benchmark");
    PackBenchmark benchmark = new PackBenchmark(directory);
    try {
      benchmark.run();
    } finally {
      benchmark.background.shutdownNow();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private PackStorage open() throws IOException {
    return PackStorage.open(
        LocalDisk.at(directory.resolve("store")), PackSettings.DEFAULT, background, random);
  }

  private void run() throws Exception {
    System.out.println("| what | pack | raw | pack takes |");
    System.out.println("|---|---|---|---|");
    try (PackStorage storage = open();
        RawFile raw = new RawFile(directory.resolve("raw"))) {
      for (int blocks : new int[] {1, 20, 256}) {
        putBatches(storage.blocks(), raw, blocks);
      }
      Journal journal = storage.journals().open("benchmark");
      for (int records : new int[] {1, 64, 256}) {
        appendBatches(journal, raw, records);
      }
      putFromThreads(storage.blocks(), raw);
      reads(storage.blocks(), raw);
    }
    reopen();
  }

  private Block block() {
    byte[] bytes = new byte[KIB];
    random.nextBytes(bytes);
    return Block.of(BlockId.RAW, bytes);
  }

  private List<Block> blocks(int count) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(block());
    }
    return blocks;
  }

  /** Something to be timed. */
  private interface Operation {
    void run() throws Exception;
  }

  private static long nanos(Operation operation) throws Exception {
    long start = System.nanoTime();
    operation.run();
    return System.nanoTime() - start;
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void report(String what, double pack, double raw, String unit) {
    System.out.printf(
        "| %s | %,.0f %s | %,.0f | %.2f times |%n", what, pack, unit, raw, raw / pack);
  }

  private void putBatches(BlockStore store, RawFile raw, int count) throws Exception {
    long[] pack = new long[ROUNDS];
    long[] plain = new long[ROUNDS];
    int rounds = count > 100 ? ROUNDS / 5 : ROUNDS;
    for (int i = -WARM_UP; i < rounds; i++) {
      List<Block> batch = blocks(count);
      long rawTook = nanos(() -> raw.append(count * KIB));
      long packTook = nanos(() -> store.putAll(batch, Durability.FORCED));
      if (i >= 0) {
        pack[i] = packTook;
        plain[i] = rawTook;
      }
    }
    compare("forced batches of " + count + " blocks of 1 KiB", pack, plain, rounds);
  }

  private void appendBatches(Journal journal, RawFile raw, int count) throws Exception {
    long[] pack = new long[ROUNDS];
    long[] plain = new long[ROUNDS];
    byte[] record = new byte[256];
    random.nextBytes(record);
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(record);
    }
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      long rawTook = nanos(() -> raw.append(count * record.length));
      long packTook =
          nanos(
              () -> {
                journal.append(batch);
                journal.force();
              });
      if (i >= 0) {
        pack[i] = packTook;
        plain[i] = rawTook;
      }
    }
    compare("forced batches of " + count + " journal records of 256 B", pack, plain, ROUNDS);
  }

  private static void compare(String what, long[] pack, long[] raw, int rounds) {
    double packMedian = median(Arrays.copyOf(pack, rounds));
    double rawMedian = median(Arrays.copyOf(raw, rounds));
    report(what + ", median", 1e9 / packMedian, 1e9 / rawMedian, "/s");
    report(
        what + ", all together",
        rounds * 1e9 / Arrays.stream(pack, 0, rounds).sum(),
        rounds * 1e9 / Arrays.stream(raw, 0, rounds).sum(),
        "/s");
  }

  private void putFromThreads(BlockStore store, RawFile raw) throws Exception {
    int threads = 16;
    int each = 300;
    List<List<Block>> blocks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      blocks.add(blocks(each));
    }
    long rawTook =
        nanos(
            () -> {
              for (int i = 0; i < threads * each; i++) {
                raw.append(KIB);
              }
            });
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long packTook =
        nanos(
            () -> {
              List<Callable<Integer>> tasks = new ArrayList<>();
              for (List<Block> mine : blocks) {
                tasks.add(
                    () -> {
                      mine.forEach(store::put);
                      return 0;
                    });
              }
              for (Future<Integer> done : pool.invokeAll(tasks)) {
                done.get();
              }
            });
    pool.shutdown();
    report(
        "forced puts of single blocks by 16 threads",
        threads * each * 1e9 / packTook,
        threads * each * 1e9 / rawTook,
        "/s");
  }

  private void reads(BlockStore store, RawFile raw) throws Exception {
    List<BlockId> ids = new ArrayList<>();
    while (ids.size() < STORED) {
      List<Block> batch = blocks(1000);
      store.putAll(batch, Durability.BUFFERED);
      batch.forEach(block -> ids.add(block.id()));
    }
    for (int threads : new int[] {1, 2}) {
      double[] pack = new double[WINDOWS];
      double[] plain = new double[WINDOWS];
      for (int w = 0; w < WINDOWS; w++) {
        plain[w] = rate(threads, own -> raw.read(own.nextInt(RAW_BYTES / KIB - 2), KIB));
        pack[w] =
            rate(
                threads,
                own -> {
                  if (store.get(ids.get(own.nextInt(STORED))).isEmpty()) {
                    throw new IllegalStateException("a block is missing");
                  }
                });
      }
      Arrays.sort(pack);
      Arrays.sort(plain);
      report(
          "gets of 1 KiB, warm, " + threads + " threads",
          pack[WINDOWS / 2],
          plain[WINDOWS / 2],
          "/s");
    }
  }

  /** A read at random. */
  private interface Read {
    void with(Random own) throws IOException;
  }

  private static double rate(int threads, Read read) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Double>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Random own = new Random(t);
        tasks.add(
            () -> {
              long start = System.nanoTime();
              long count = 0;
              while (System.nanoTime() - start < WINDOW_NANOS / WINDOWS) {
                for (int i = 0; i < 100; i++) {
                  read.with(own);
                }
                count += 100;
              }
              return count * 1e9 / (System.nanoTime() - start);
            });
      }
      double sum = 0;
      for (Future<Double> done : pool.invokeAll(tasks)) {
        sum += done.get();
      }
      return sum;
    } finally {
      pool.shutdownNow();
    }
  }

  /** What an exchange of the plugin costs: stop and start again. */
  private void reopen() throws Exception {
    long[] took = new long[20];
    PackStorage storage = open();
    for (int i = 0; i < took.length; i++) {
      storage.blocks().put(block());
      PackStorage old = storage;
      PackStorage[] fresh = new PackStorage[1];
      took[i] =
          nanos(
              () -> {
                old.close();
                fresh[0] = open();
              });
      storage = fresh[0];
    }
    long blocks = storage.blocks().stats().blocks();
    storage.close();
    Arrays.sort(took);
    System.out.printf(
        "%nClose and open with %,d blocks: median %.1f ms, longest of %d %.1f ms%n",
        blocks, took[took.length / 2] / 1e6, took.length, took[took.length - 1] / 1e6);
  }

  /** A file of zeros, written from the start to the end and over again. */
  private static final class RawFile implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20);
    private long position;

    RawFile(Path path) throws IOException {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      for (int at = 0; at < RAW_BYTES; at += bytes.capacity()) {
        bytes.clear();
        channel.write(bytes, at);
      }
      channel.force(true);
    }

    void append(int count) throws IOException {
      position = position + count > RAW_BYTES ? 0 : position;
      bytes.clear().limit(count);
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      channel.force(false);
    }

    void read(long kib, int count) throws IOException {
      ByteBuffer target = ByteBuffer.allocate(count);
      channel.read(target, kib * KIB);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
