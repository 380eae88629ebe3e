/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CompactionTest {
  private static final int SEGMENT = 16 << 10;

  private final SimulatedDisk machine = new SimulatedDisk(1);
  private PackStorage storage = open();

  private PackStorage open() {
    return PackStorage.open(machine.root(), TestSettings.TINY, Runnable::run, new Random(3));
  }

  private static Block block(int number) {
    byte[] bytes = new byte[200];
    new Random(number).nextBytes(bytes);
    Bytes.putInt(bytes, 0, number);
    return Block.of(BlockId.RAW, bytes);
  }

  private static List<BlockId> ids(int from, int to, int step) {
    List<BlockId> ids = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      ids.add(block(i).id());
    }
    return ids;
  }

  private void put(int from, int to) {
    for (int i = from; i < to; i++) {
      storage.blocks().putAll(List.of(block(i)), Durability.BUFFERED);
    }
  }

  private void delete(List<BlockId> ids) {
    for (int i = 0; i < ids.size(); i += 50) {
      storage.blocks().delete(ids.subList(i, Math.min(ids.size(), i + 50)), Durability.FORCED);
    }
  }

  @Test
  void givesSpaceBack() {
    put(0, 2000);
    long full = storage.blocks().stats().diskBytes();
    delete(ids(0, 2000, 1));
    storage.keepUp();
    assertThat(storage.blocks().stats().blocks()).isZero();
    assertThat(full).isGreaterThan(30 * SEGMENT);
    assertThat(storage.blocks().stats().diskBytes()).isLessThan(4 * SEGMENT);
  }

  @Test
  void boundsTheSpaceOfAStoreThatForgetsAsMuchAsItLearns() {
    for (int round = 0; round < 100; round++) {
      put(round * 100, round * 100 + 100);
      delete(ids(Math.max(0, round - 3) * 100, Math.max(0, round - 2) * 100, 1));
    }
    storage.keepUp();
    assertThat(storage.blocks().stats().blocks()).isEqualTo(300);
    // 300 blocks of 264 bytes, twice for the threshold, and a few files for what is on its way.
    assertThat(storage.blocks().stats().diskBytes()).isLessThan(14L * SEGMENT);
  }

  @Test
  void keepsWhatIsAliveAcrossAnyRestart() throws IOException {
    put(0, 1500);
    delete(ids(0, 1500, 3));
    delete(ids(1, 1500, 3));
    storage.keepUp();
    put(0, 90);
    Set<BlockId> alive = new HashSet<>(ids(2, 1500, 3));
    alive.addAll(ids(0, 90, 1));
    assertHolds(alive);
    storage.close();
    storage = open();
    assertHolds(alive);
    machine.root().directory("blocks").delete("index");
    storage.blocks().put(block(0));
    machine.restart();
    storage = open();
    assertHolds(alive);
  }

  private void assertHolds(Set<BlockId> alive) {
    Set<BlockId> listed = new HashSet<>();
    assertThat(storage.blocks().iterate(listed::add)).isTrue();
    assertThat(listed).isEqualTo(alive);
    for (BlockId id : alive) {
      assertThat(storage.blocks().get(id).orElseThrow().matches()).isTrue();
    }
    assertThat(storage.blocks().stats().damage()).isEmpty();
  }

  @Test
  void readersAndWritersGoOnMeanwhile() throws Exception {
    ExecutorService background = Executors.newSingleThreadExecutor();
    ExecutorService threads = Executors.newFixedThreadPool(5);
    storage.close();
    storage = PackStorage.open(machine.root(), TestSettings.TINY, background, new Random(3));
    BlockStore store = storage.blocks();
    List<Block> steady = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      steady.add(block(-1 - i));
    }
    steady.forEach(store::put);
    long end = System.nanoTime() + 3_000_000_000L;
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      int writer = w;
      tasks.add(() -> churn(store, 1_000_000 * writer, end));
      tasks.add(() -> readSteady(store, steady, writer, end));
    }
    tasks.add(() -> listSteady(store, steady, end));
    try {
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isPositive();
      }
      background.submit(storage::keepUp).get();
      assertThat(store.stats().blocks()).isEqualTo(300);
      assertThat(store.stats().diskBytes()).isLessThan(20L * SEGMENT);
      assertThat(store.stats().damage()).isEmpty();
    } finally {
      threads.shutdownNow();
      storage.close();
      background.shutdownNow();
    }
  }

  private static int churn(BlockStore store, int first, long end) {
    int number = first;
    while (System.nanoTime() < end) {
      List<Block> batch = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        batch.add(block(number++));
      }
      store.putAll(batch, Durability.BUFFERED);
      for (Block block : batch) {
        assertThat(store.get(block.id())).contains(block);
      }
      List<BlockId> ids = batch.stream().map(Block::id).toList();
      assertThat(store.delete(ids, Durability.BUFFERED)).isEqualTo(10);
      assertThat(store.get(ids.get(0))).isEmpty();
    }
    return number - first;
  }

  private static int readSteady(BlockStore store, List<Block> steady, int seed, long end) {
    Random random = new Random(seed);
    int reads = 0;
    while (System.nanoTime() < end) {
      Block block = steady.get(random.nextInt(steady.size()));
      assertThat(store.get(block.id())).contains(block);
      assertThat(store.has(block.id())).isTrue();
      reads++;
    }
    return reads;
  }

  private static int listSteady(BlockStore store, List<Block> steady, long end) {
    int rounds = 0;
    List<BlockId> ids = steady.stream().map(Block::id).toList();
    while (System.nanoTime() < end) {
      List<BlockId> seen = new ArrayList<>();
      store.iterate(seen::add);
      assertThat(seen).doesNotHaveDuplicates().containsAll(ids);
      rounds++;
      // Compaction waits while somebody lists.
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
    return rounds;
  }
}
