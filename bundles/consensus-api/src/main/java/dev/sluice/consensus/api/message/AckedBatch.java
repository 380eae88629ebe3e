/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;

/** The last header a member acked, with its body. */
public record AckedBatch(BatchHeader header, Signature signature, BatchBody body)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    header.write(writer);
    Wire.put(writer, signature);
    body.write(writer);
  }

  /** Reads it. */
  public static AckedBatch read(BcsReader reader) {
    return new AckedBatch(BatchHeader.read(reader), Wire.signature(reader), BatchBody.read(reader));
  }
}
