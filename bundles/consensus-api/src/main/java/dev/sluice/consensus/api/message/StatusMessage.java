/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.object.Wire;
import java.util.Optional;

/**
 * A member's status with what it names (section 3.6).
 *
 * @param lock the certificate the status names
 * @param lockHeader its header; empty for the genesis certificate
 * @param acked the last header the member acked
 */
public record StatusMessage(
    Status status,
    Signature signature,
    Certificate lock,
    Optional<BatchHeader> lockHeader,
    Optional<AckedBatch> acked)
    implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_FRAME;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(6);
    status.write(writer);
    Wire.put(writer, signature);
    lock.write(writer);
    writer.option(lockHeader, (w, v) -> v.write(w));
    writer.option(acked, (w, v) -> v.write(w));
  }

  static StatusMessage readFields(BcsReader reader) {
    return new StatusMessage(
        Status.read(reader),
        Wire.signature(reader),
        Certificate.read(reader),
        reader.option(BatchHeader::read),
        reader.option(AckedBatch::read));
  }
}
