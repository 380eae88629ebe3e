/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;

/** A member's word against the leader. */
public record NoConfidenceMessage(NoConfidence statement, Signature signature)
    implements PeerMessage {
  @Override
  public int bound() {
    return 256;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(7);
    statement.write(writer);
    Wire.put(writer, signature);
  }

  static NoConfidenceMessage readFields(BcsReader reader) {
    return new NoConfidenceMessage(NoConfidence.read(reader), Wire.signature(reader));
  }
}
