/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Wire;
import java.util.List;
import java.util.Optional;

/**
 * Consecutive batches of the sender's certified chain.
 *
 * @param head its newest certificate
 * @param prunedBelow below it only a snapshot helps
 */
public record CatchUpResponse(
    List<CatchUpBatch> batches, Optional<Certificate> head, long prunedBelow)
    implements PeerMessage {
  /** Keeps copies of the lists. */
  public CatchUpResponse {
    batches = List.copyOf(batches);
  }

  @Override
  public int bound() {
    return Bounds.MAX_FRAME;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(12);
    Wire.putAll(writer, batches);
    writer.option(head, (w, v) -> v.write(w));
    writer.u64(prunedBelow);
  }

  static CatchUpResponse readFields(BcsReader reader) {
    return new CatchUpResponse(
        Wire.list(reader, Bounds.MAX_CATCHUP_BATCHES, CatchUpBatch::read),
        reader.option(Certificate::read),
        Wire.counter(reader));
  }
}
