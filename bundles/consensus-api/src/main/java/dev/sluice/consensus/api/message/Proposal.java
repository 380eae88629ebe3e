/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;
import java.util.Optional;

/**
 * A header with all that is needed to check it (section 8.1).
 *
 * @param signature the leader's over the derived statement
 */
public record Proposal(
    BatchHeader header,
    Signature signature,
    Certificate carried,
    Optional<OpeningProof> proof,
    BatchBody body)
    implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_FRAME;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(3);
    header.write(writer);
    Wire.put(writer, signature);
    carried.write(writer);
    writer.option(proof, (w, v) -> v.write(w));
    body.write(writer);
  }

  static Proposal readFields(BcsReader reader) {
    return new Proposal(
        BatchHeader.read(reader),
        Wire.signature(reader),
        Certificate.read(reader),
        reader.option(OpeningProof::read),
        BatchBody.read(reader));
  }
}
