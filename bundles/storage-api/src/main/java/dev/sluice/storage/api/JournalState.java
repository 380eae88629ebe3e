/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.List;
import java.util.Optional;

/**
 * What a journal says about itself.
 *
 * @param first lowest position held
 * @param next position of the next append; equal to {@code first} when empty
 * @param forced records below this position are on the device
 * @param checkpoint the last checkpoint, if there was one
 * @param diskBytes bytes of all files, 0 if the journal has none
 * @param maxBatchBytes most bytes one append takes, counting 32 for every record besides its
 *     content
 * @param writable false when writes are refused until the journal is opened again
 * @param damage damage found since it was opened, at most {@link BlockStoreStats#MAX_DAMAGE}
 *     entries
 */
public record JournalState(
    long first,
    long next,
    long forced,
    Optional<JournalCheckpoint> checkpoint,
    long diskBytes,
    long maxBatchBytes,
    boolean writable,
    List<Damage> damage) {
  /** Copies the list. */
  public JournalState {
    damage = List.copyOf(damage);
  }
}
