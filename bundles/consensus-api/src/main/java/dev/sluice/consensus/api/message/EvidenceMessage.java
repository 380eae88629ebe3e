/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Evidence;

/** Two statements that exclude each other. */
public record EvidenceMessage(Evidence evidence) implements PeerMessage {
  @Override
  public int bound() {
    return 1024;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(9);
    evidence.write(writer);
  }

  static EvidenceMessage readFields(BcsReader reader) {
    return new EvidenceMessage(Evidence.read(reader));
  }
}
