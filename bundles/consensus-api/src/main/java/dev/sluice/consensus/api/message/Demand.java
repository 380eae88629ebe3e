/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.InclusionDemand;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.Wire;

/** A demand that a transaction be ordered. */
public record Demand(InclusionDemand demand, Signature signature, SignedTransaction transaction)
    implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.HARD_TX_BYTES + 512;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(8);
    demand.write(writer);
    Wire.put(writer, signature);
    transaction.writeStruct(writer);
  }

  static Demand readFields(BcsReader reader) {
    return new Demand(
        InclusionDemand.read(reader), Wire.signature(reader), SignedTransaction.readStruct(reader));
  }
}
