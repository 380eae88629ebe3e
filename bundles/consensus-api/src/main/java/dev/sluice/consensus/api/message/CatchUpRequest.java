/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Wire;

/**
 * Asks for batches.
 *
 * @param after header hash of the batch before {@code fromBatch}
 */
public record CatchUpRequest(long fromBatch, Hash after, int max) implements PeerMessage {
  @Override
  public int bound() {
    return 64;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(11);
    writer.u64(fromBatch);
    Wire.put(writer, after);
    writer.u16(max);
  }

  static CatchUpRequest readFields(BcsReader reader) {
    return new CatchUpRequest(Wire.counter(reader), Wire.hash(reader), reader.u16());
  }
}
