/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A block store that is whatever instance of its name is in service. */
final class PluginBlockStore implements BlockStore {
  /** Longest time for a call to find an instance and to begin. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final PluginRef<BlockStore> ref;

  PluginBlockStore(PluginRef<BlockStore> ref) {
    this.ref = ref;
  }

  /** Every call may be repeated on the next instance: what is put or deleted twice is so once. */
  private <T> T run(Function<BlockStore, T> call) {
    try {
      return ref.run((store, remaining) -> call.apply(store), TIMEOUT);
    } catch (PluginException e) {
      throw translated(e);
    }
  }

  private StorageException translated(PluginException e) {
    StorageError error =
        switch (e.code()) {
          case OVERLOADED -> StorageError.OVERLOADED;
          case CLOSED -> StorageError.CLOSED;
          default -> StorageError.UNAVAILABLE;
        };
    return new StorageException(
        error, "block store " + ref.instance() + " did not answer: " + e.getMessage(), e);
  }

  @Override
  public void putAll(Collection<Block> blocks, Durability durability) {
    run(
        store -> {
          store.putAll(blocks, durability);
          return true;
        });
  }

  @Override
  public Optional<Block> get(BlockId id) {
    return run(store -> store.get(id));
  }

  @Override
  public boolean has(BlockId id) {
    return run(store -> store.has(id));
  }

  @Override
  public int delete(Collection<BlockId> ids, Durability durability) {
    return run(store -> store.delete(ids, durability));
  }

  /** Not repeated once begun, or the visitor would see blocks twice. */
  @Override
  public boolean iterate(Predicate<? super BlockId> visitor) {
    try {
      return ref.runOnce((store, remaining) -> store.iterate(visitor), TIMEOUT);
    } catch (PluginException e) {
      throw translated(e);
    }
  }

  @Override
  public BlockStoreStats stats() {
    return run(BlockStore::stats);
  }

  void close() {
    ref.close();
  }
}
