/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BlockStore} must do. Extend it and say how to make one. */
public abstract class BlockStoreContractTest {
  private static final int THREADS = 4;

  private BlockStore store;

  /** An empty store. */
  protected abstract BlockStore create() throws Exception;

  /** Withdraws the store as removing its plugin would. */
  protected abstract void close(BlockStore opened) throws Exception;

  /** Opens the data of the closed store again; empty if the plugin keeps nothing. */
  protected Optional<BlockStore> reopen() throws Exception {
    return Optional.empty();
  }

  @BeforeEach
  void openStore() throws Exception {
    store = create();
  }

  @AfterEach
  void closeStore() throws Exception {
    close(store);
  }

  private static Block block(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Block.of(BlockId.RAW, bytes);
  }

  private static List<Block> blocks(int count, int size, int seed) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(block(size, seed + i));
    }
    return blocks;
  }

  private static Set<BlockId> ids(BlockStore store) {
    List<BlockId> seen = new ArrayList<>();
    assertThat(store.iterate(seen::add)).isTrue();
    assertThat(seen).doesNotHaveDuplicates();
    return new HashSet<>(seen);
  }

  @Test
  void returnsWhatWasPut() {
    for (int size : new int[] {0, 1, 7, 8, 9, 1023, 1024, 65_536, Block.MAX_BYTES}) {
      Block block = block(size, size);
      store.put(block);
      assertThat(store.get(block.id())).contains(block);
      assertThat(store.has(block.id())).isTrue();
    }
  }

  @Test
  void hasNothingThatWasNotPut() {
    store.put(block(10, 1));
    assertThat(store.get(block(10, 2).id())).isEmpty();
    assertThat(store.has(block(10, 2).id())).isFalse();
  }

  @Test
  void putsABlockOnceHoweverOftenItIsPut() {
    Block block = block(100, 1);
    store.put(block);
    store.put(block);
    store.putAll(List.of(block, block), Durability.BUFFERED);
    assertThat(store.stats().blocks()).isEqualTo(1);
    assertThat(ids(store)).containsExactly(block.id());
  }

  @Test
  void tellsCodecsApart() {
    byte[] bytes = {1, 2, 3};
    Block raw = Block.of(BlockId.RAW, bytes);
    Block cbor = Block.of(BlockId.DAG_CBOR, bytes);
    store.put(raw);
    assertThat(store.has(cbor.id())).isFalse();
    store.put(cbor);
    assertThat(ids(store)).containsExactlyInAnyOrder(raw.id(), cbor.id());
    assertThat(store.delete(List.of(raw.id()), Durability.FORCED)).isEqualTo(1);
    assertThat(store.get(cbor.id())).contains(cbor);
  }

  @Test
  void tellsIdsApartThatShareTheirFirstBytes() {
    List<Block> close = new ArrayList<>();
    for (int last = 0; last < 20; last++) {
      byte[] digest = new byte[BlockId.DIGEST_BYTES];
      digest[BlockId.DIGEST_BYTES - 1] = (byte) last;
      byte[] content = {(byte) last};
      close.add(Block.claimed(BlockId.of(BlockId.RAW, digest), ByteBuffer.wrap(content)));
    }
    assumeTrue(acceptsClaims(), "the store checks ids when putting");
    store.putAll(close, Durability.FORCED);
    for (Block block : close) {
      assertThat(store.get(block.id())).contains(block);
    }
    assertThat(store.delete(List.of(close.get(7).id()), Durability.FORCED)).isEqualTo(1);
    assertThat(store.has(close.get(7).id())).isFalse();
    assertThat(ids(store)).hasSize(19);
  }

  /** Whether the store takes a block without hashing it. */
  protected boolean acceptsClaims() {
    return true;
  }

  @Test
  void takesBatches() {
    store.putAll(List.of(), Durability.FORCED);
    List<Block> blocks = blocks(500, 300, 0);
    store.putAll(blocks.subList(0, 250), Durability.BUFFERED);
    store.putAll(blocks, Durability.FORCED);
    for (Block block : blocks) {
      assertThat(store.get(block.id())).contains(block);
    }
    assertThat(store.stats().blocks()).isEqualTo(500);
  }

  @Test
  void refusesABatchOverTheLimitAsAWhole() {
    long limit = store.stats().maxBatchBytes();
    List<Block> blocks = new ArrayList<>();
    for (long bytes = 0; bytes <= limit; bytes += Block.MAX_BYTES) {
      blocks.add(block(Block.MAX_BYTES, blocks.size()));
    }
    assertFails(StorageError.TOO_LARGE, () -> store.putAll(blocks, Durability.FORCED));
    assertThat(store.stats().blocks()).isZero();
    store.put(blocks.get(0));
  }

  @Test
  void deletes() {
    List<Block> blocks = blocks(10, 50, 0);
    store.putAll(blocks, Durability.FORCED);
    List<BlockId> gone = blocks.subList(0, 4).stream().map(Block::id).toList();
    assertThat(store.delete(gone, Durability.FORCED)).isEqualTo(4);
    assertThat(store.delete(gone, Durability.BUFFERED)).isZero();
    assertThat(store.delete(List.of(), Durability.FORCED)).isZero();
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(store.has(blocks.get(i).id())).isEqualTo(i >= 4);
      assertThat(store.get(blocks.get(i).id()).isPresent()).isEqualTo(i >= 4);
    }
    assertThat(store.stats().blocks()).isEqualTo(6);
    store.put(blocks.get(0));
    assertThat(store.get(blocks.get(0).id())).contains(blocks.get(0));
  }

  @Test
  void deletesADoublyNamedBlockOnce() {
    Block block = block(5, 5);
    store.put(block);
    assertThat(store.delete(List.of(block.id(), block.id()), Durability.FORCED)).isEqualTo(1);
  }

  @Test
  void iterationStopsWhenToldAndMayCallTheStore() {
    List<Block> blocks = blocks(20, 50, 0);
    store.putAll(blocks, Durability.FORCED);
    List<BlockId> seen = new ArrayList<>();
    boolean whole =
        store.iterate(
            id -> {
              assertThat(store.get(id)).isPresent();
              seen.add(id);
              return seen.size() < 5;
            });
    assertThat(whole).isFalse();
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    store.iterate(
        id -> {
          store.delete(List.of(id), Durability.BUFFERED);
          return true;
        });
    assertThat(store.stats().blocks()).isZero();
  }

  @Test
  void answersAnInterruptedCallerAndKeepsTheFlag() {
    Block block = block(1000, 1);
    Thread.currentThread().interrupt();
    try {
      store.put(block);
      assertThat(store.get(block.id())).contains(block);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    store.put(block(1000, 2));
    assertThat(store.get(block.id())).contains(block);
  }

  @Test
  void servesThreadsTogether() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int own = t * 1000;
      tasks.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              Block mine = block(200 + i, own + i);
              Block shared = block(100, 9000 + i);
              store.putAll(
                  List.of(mine, shared), i % 2 == 0 ? Durability.FORCED : Durability.BUFFERED);
              assertThat(store.get(mine.id())).contains(mine);
              assertThat(store.get(shared.id())).contains(shared);
              if (i % 3 == 0) {
                assertThat(store.delete(List.of(mine.id()), Durability.FORCED)).isEqualTo(1);
                assertThat(store.has(mine.id())).isFalse();
              }
            }
            return null;
          });
    }
    runAll(tasks);
    assertThat(store.stats().blocks()).isEqualTo(60 + THREADS * 40L);
    assertThat(ids(store)).hasSize(60 + THREADS * 40);
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void behavesLikeAMap() throws Exception {
    Random random = new Random(1);
    Map<BlockId, Block> model = new HashMap<>();
    for (int step = 0; step < 2000; step++) {
      Block block = block(random.nextInt(400), random.nextInt(150));
      Durability durability = random.nextInt(8) == 0 ? Durability.FORCED : Durability.BUFFERED;
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          store.putAll(List.of(block), durability);
          model.put(block.id(), block);
        }
        case 2 -> {
          int expected = model.remove(block.id()) == null ? 0 : 1;
          assertThat(store.delete(List.of(block.id()), durability)).isEqualTo(expected);
        }
        default ->
            assertThat(store.get(block.id())).isEqualTo(Optional.ofNullable(model.get(block.id())));
      }
      if (step % 500 == 499) {
        reopenIfKept();
      }
    }
    assertThat(ids(store)).isEqualTo(model.keySet());
    assertThat(store.stats().blocks()).isEqualTo(model.size());
  }

  private void reopenIfKept() throws Exception {
    Optional<BlockStore> again = Optional.empty();
    if (keepsData()) {
      close(store);
      again = reopen();
    }
    store = again.orElse(store);
  }

  /** Whether {@link #reopen} gives the data back. */
  protected boolean keepsData() {
    return false;
  }

  @Test
  void keepsBlocksWhenReopened() throws Exception {
    assumeTrue(keepsData(), "keeps nothing");
    List<Block> blocks = blocks(200, 700, 0);
    store.putAll(blocks, Durability.FORCED);
    store.delete(blocks.subList(0, 50).stream().map(Block::id).toList(), Durability.FORCED);
    reopenIfKept();
    for (int i = 0; i < blocks.size(); i++) {
      Optional<Block> expected = i < 50 ? Optional.empty() : Optional.of(blocks.get(i));
      assertThat(store.get(blocks.get(i).id())).isEqualTo(expected);
    }
    assertThat(store.stats().blocks()).isEqualTo(150);
    assertThat(store.stats().damage()).isEmpty();
  }

  @Test
  void saysClosedAfterItWasWithdrawn() throws Exception {
    Block block = block(5, 5);
    store.put(block);
    close(store);
    assertFails(StorageError.CLOSED, () -> store.put(block));
    assertFails(StorageError.CLOSED, () -> store.get(block.id()));
    assertFails(StorageError.CLOSED, () -> store.has(block.id()));
    assertFails(StorageError.CLOSED, () -> store.iterate(id -> true));
    assertFails(
        StorageError.CLOSED, () -> store.delete(Arrays.asList(block.id()), Durability.FORCED));
  }
}
