/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;

/** A member's signature over the statement derived from the leader's header. */
public record Ack(
    long epoch, long batch, Hash headerHash, long setVersion, int index, Signature signature)
    implements PeerMessage {
  @Override
  public int bound() {
    return 160;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(4);
    writer.u64(epoch);
    writer.u64(batch);
    Wire.put(writer, headerHash);
    writer.u64(setVersion);
    writer.u8(index);
    Wire.put(writer, signature);
  }

  static Ack readFields(BcsReader reader) {
    return new Ack(
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        reader.u8(),
        Wire.signature(reader));
  }
}
