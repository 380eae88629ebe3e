/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Durability;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** A store to misbehave in one method. */
class ForwardingStore implements BlockStore {
  private final BlockStore store;

  ForwardingStore(BlockStore store) {
    this.store = store;
  }

  @Override
  public void putAll(Collection<Block> blocks, Durability durability) {
    store.putAll(blocks, durability);
  }

  @Override
  public Optional<Block> get(BlockId id) {
    return store.get(id);
  }

  @Override
  public boolean has(BlockId id) {
    return store.has(id);
  }

  @Override
  public int delete(Collection<BlockId> ids, Durability durability) {
    return store.delete(ids, durability);
  }

  @Override
  public boolean iterate(Predicate<? super BlockId> visitor) {
    return store.iterate(visitor);
  }

  @Override
  public BlockStoreStats stats() {
    return store.stats();
  }
}
