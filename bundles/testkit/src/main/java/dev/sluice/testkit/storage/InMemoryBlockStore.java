/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The reference model of a block store: a map. Keeps nothing beyond the process. */
public final class InMemoryBlockStore implements BlockStore, AutoCloseable {
  private static final long MAX_BATCH_BYTES = 16 << 20;
  private static final int OVERHEAD = 136;

  private final Map<BlockId, Block> blocks = new ConcurrentHashMap<>();
  private volatile boolean closed;

  @Override
  public void putAll(Collection<Block> batch, Durability durability) {
    checkOpen();
    long bytes = batch.stream().mapToLong(block -> block.size() + OVERHEAD).sum();
    if (bytes > MAX_BATCH_BYTES) {
      throw new StorageException(
          StorageError.TOO_LARGE,
          "a batch has at most " + MAX_BATCH_BYTES + " bytes, this one " + bytes + ": split it");
    }
    batch.forEach(block -> blocks.putIfAbsent(block.id(), block));
  }

  @Override
  public Optional<Block> get(BlockId id) {
    checkOpen();
    return Optional.ofNullable(blocks.get(id));
  }

  @Override
  public boolean has(BlockId id) {
    checkOpen();
    return blocks.containsKey(id);
  }

  @Override
  public int delete(Collection<BlockId> ids, Durability durability) {
    checkOpen();
    return (int) ids.stream().filter(id -> blocks.remove(id) != null).count();
  }

  @Override
  public boolean iterate(Predicate<? super BlockId> visitor) {
    checkOpen();
    return blocks.keySet().stream().allMatch(visitor);
  }

  @Override
  public BlockStoreStats stats() {
    long bytes = blocks.values().stream().mapToLong(Block::size).sum();
    return new BlockStoreStats(blocks.size(), bytes, 0, 0, MAX_BATCH_BYTES, !closed, List.of());
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException(
          StorageError.CLOSED, "this block store is closed: use its successor");
    }
  }
}
