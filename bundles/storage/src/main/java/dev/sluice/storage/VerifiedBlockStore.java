/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Damage;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Trusts no block store: hashes what it returns, and what it is given, and lets nothing pass whose
 * id is not the hash of its bytes. Turns what a plugin throws against its contract into {@link
 * StorageException}. Thread-safe.
 */
final class VerifiedBlockStore implements BlockStore {
  private final BlockStore plugin;
  private final String name;
  private final AtomicLong wrong = new AtomicLong();

  /**
   * Wraps {@code plugin}.
   *
   * @param name of the plugin, for messages
   */
  VerifiedBlockStore(BlockStore plugin, String name) {
    this.plugin = plugin;
    this.name = name;
  }

  /** A call into the plugin. */
  private interface Call<T> {
    T make();
  }

  private <T> T guard(String what, Call<T> call) {
    try {
      return call.make();
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StorageException(
          StorageError.IO,
          "block store " + name + " failed to " + what + " with " + e + ": report it to its author",
          e);
    }
  }

  @Override
  public void putAll(Collection<Block> blocks, Durability durability) {
    for (Block block : blocks) {
      if (!block.matches()) {
        throw new StorageException(
            StorageError.CORRUPT,
            "block " + block.id() + " was not stored: its bytes have another hash");
      }
    }
    guard(
        "put " + blocks.size() + " blocks",
        () -> {
          plugin.putAll(blocks, durability);
          return true;
        });
  }

  @Override
  public Optional<Block> get(BlockId id) {
    Optional<Block> answer = guard("get block " + id, () -> plugin.get(id));
    // By the id that was asked for: a store may also return a sound block that is another one.
    if (answer.isPresent() && !(answer.get().id().equals(id) && answer.get().matches())) {
      wrong.incrementAndGet();
      throw new StorageException(
          StorageError.CORRUPT,
          "block store " + name + " returned wrong bytes for block " + id + ": ask another store");
    }
    return answer;
  }

  @Override
  public boolean has(BlockId id) {
    return guard("look up block " + id, () -> plugin.has(id));
  }

  @Override
  public int delete(Collection<BlockId> ids, Durability durability) {
    return guard("delete " + ids.size() + " blocks", () -> plugin.delete(ids, durability));
  }

  /** What the visitor throws passes through. */
  @Override
  public boolean iterate(Predicate<? super BlockId> visitor) {
    return plugin.iterate(visitor);
  }

  /** The plugin's figures, with the number of wrong answers among the damage. */
  @Override
  public BlockStoreStats stats() {
    BlockStoreStats stats = guard("tell its figures", plugin::stats);
    long answers = wrong.get();
    if (answers == 0) {
      return stats;
    }
    List<Damage> damage = new ArrayList<>(stats.damage());
    damage.add(
        new Damage(
            "block store " + name, answers + " times returned wrong bytes. Replace the plugin"));
    return new BlockStoreStats(
        stats.blocks(),
        stats.liveBytes(),
        stats.diskBytes(),
        stats.queuedBytes(),
        stats.maxBatchBytes(),
        stats.writable(),
        damage);
  }
}
