/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps blocks by their content address. What a storage plugin implements.
 *
 * <p><b>Trust.</b> Callers reach a plugin through a wrapper that hashes every byte it returns; a
 * plugin need not hash, but must never answer with bytes it knows to be damaged.
 *
 * <p><b>Threads.</b> Every method may be called from any number of threads. A write that returned
 * is seen by every later read. Writes of one batch are neither atomic nor isolated: after a failure
 * or a crash any of them may have happened, and putting them again is harmless.
 *
 * <p><b>Waiting.</b> Calls block until done. They do not react to interruption. A write waits for
 * room in the store's bounded queue for at most the configured time and then fails with {@link
 * StorageError#OVERLOADED}, having stored nothing; once admitted it takes as long as the device
 * does.
 *
 * <p><b>Drain.</b> When a plugin is withdrawn it finishes admitted writes and answers new calls
 * with {@link StorageError#CLOSED}; the caller repeats the call on the next instance.
 *
 * <p><b>Errors.</b> {@link StorageException} with {@link StorageError#DISK_FULL}, {@link
 * StorageError#LIMIT_REACHED} (nothing stored, reads go on), {@link StorageError#IO}, {@link
 * StorageError#WRITES_STOPPED}, {@link StorageError#CLOSED}, {@link StorageError#OVERLOADED}, and
 * those named at the methods.
 *
 * <p>A plugin registers it with the service properties {@code sluice.plugin.name}, {@code
 * sluice.plugin.type} and {@code storage.name}; users find it by the last.
 */
@ConsumerType
public interface BlockStore {
  /** Stores one block and returns when it is on the device. */
  default void put(Block block) {
    putAll(List.of(block), Durability.FORCED);
  }

  /**
   * Stores the blocks that are not there yet. Putting a block again is no error; it replaces a copy
   * that was found damaged. With {@link Durability#FORCED}, all of them are on the device on
   * return, whoever stored them first.
   *
   * @throws StorageException {@link StorageError#TOO_LARGE} if the batch exceeds the limit in
   *     {@link BlockStoreStats#maxBatchBytes()}; nothing was stored
   */
  void putAll(Collection<Block> blocks, Durability durability);

  /**
   * The block of this id, or empty if the store has none.
   *
   * @throws StorageException {@link StorageError#CORRUPT} if the store had it and what is left is
   *     damaged
   */
  Optional<Block> get(BlockId id);

  /** Whether the store has an entry for this id. Says nothing about damage to its bytes. */
  boolean has(BlockId id);

  /**
   * Removes these blocks; ids that are not there are skipped.
   *
   * @return how many were there
   */
  int delete(Collection<BlockId> ids, Durability durability);

  /**
   * Shows every id to {@code visitor} until it returns false. Each block that is there from start
   * to end is shown once; one stored or deleted meanwhile may or may not be. The order means
   * nothing. The visitor may call the store.
   *
   * @return false if the visitor ended it
   */
  boolean iterate(Predicate<? super BlockId> visitor);

  /** Figures and found damage. Cheap enough for every second. */
  BlockStoreStats stats();
}
