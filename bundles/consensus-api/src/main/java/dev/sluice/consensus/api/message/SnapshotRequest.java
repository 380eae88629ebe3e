/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Wire;
import java.util.Optional;

/**
 * Asks for a manifest, or for one of its pages.
 *
 * @param height 0 = latest
 */
public record SnapshotRequest(long height, Optional<Long> page) implements PeerMessage {
  @Override
  public int bound() {
    return 32;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(13);
    writer.u64(height);
    writer.option(page, BcsWriter::u32);
  }

  static SnapshotRequest readFields(BcsReader reader) {
    return new SnapshotRequest(Wire.counter(reader), reader.option(BcsReader::u32));
  }
}
