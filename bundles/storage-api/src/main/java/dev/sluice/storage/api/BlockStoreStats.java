/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.List;

/**
 * What a block store says about itself.
 *
 * @param blocks number of blocks
 * @param liveBytes bytes that blocks take up on the device, headers included; may be an estimate
 * @param diskBytes bytes of all files, 0 if the store has none
 * @param queuedBytes bytes of writes waiting at this moment
 * @param maxBatchBytes most bytes one {@link BlockStore#putAll} takes, counting 136 for every block
 *     besides its content
 * @param writable false when writes are refused until the store is opened again
 * @param damage damage found since the store was opened, oldest first, at most {@link #MAX_DAMAGE}
 */
public record BlockStoreStats(
    long blocks,
    long liveBytes,
    long diskBytes,
    long queuedBytes,
    long maxBatchBytes,
    boolean writable,
    List<Damage> damage) {
  /** Most entries in {@link #damage}; further ones are counted in the last entry. */
  public static final int MAX_DAMAGE = 100;

  /** Copies the list. */
  public BlockStoreStats {
    damage = List.copyOf(damage);
  }
}
