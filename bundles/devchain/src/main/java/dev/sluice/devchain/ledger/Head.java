/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;
import dev.sluice.move.session.LoadedModules;

/**
 * The newest state that is on disk.
 *
 * @param version version of the newest transaction
 * @param height number of the newest block
 * @param timestampMicros its time, in microseconds since 1970
 * @param accumulator hash over all transactions
 * @param modules the code, as of the newest version
 */
public record Head(
    long version, long height, long timestampMicros, Bytes accumulator, LoadedModules modules) {
  /** Time of the newest block, in seconds since 1970. */
  public long timestampSeconds() {
    return timestampMicros / 1_000_000;
  }
}
