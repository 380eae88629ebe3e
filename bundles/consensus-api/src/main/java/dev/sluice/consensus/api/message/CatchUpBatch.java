/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;
import java.util.Optional;

/**
 * A batch as it is handed to a member that is behind, and as journals keep it.
 *
 * @param signature the leader's
 */
public record CatchUpBatch(
    BatchHeader header,
    Signature signature,
    Certificate carried,
    Optional<OpeningProof> proof,
    BatchBody body)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    header.write(writer);
    Wire.put(writer, signature);
    carried.write(writer);
    writer.option(proof, (w, v) -> v.write(w));
    body.write(writer);
  }

  /** Reads it. */
  public static CatchUpBatch read(BcsReader reader) {
    return new CatchUpBatch(
        BatchHeader.read(reader),
        Wire.signature(reader),
        Certificate.read(reader),
        reader.option(OpeningProof::read),
        BatchBody.read(reader));
  }
}
