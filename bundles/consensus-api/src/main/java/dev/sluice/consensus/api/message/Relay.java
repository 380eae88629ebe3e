/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Wire;

/**
 * A frame passed on by a third member (section 9.4).
 *
 * @param source index of the member that made the frame
 * @param target index of the member it is for
 * @param hops 1 at the source, 0 from the relay
 * @param frame encoded {@link PeerFrame}
 */
public record Relay(int source, int target, long setVersion, int hops, Bytes frame)
    implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_FRAME;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(18);
    writer.u8(source);
    writer.u8(target);
    writer.u64(setVersion);
    writer.u8(hops);
    writer.bytes(frame);
  }

  static Relay readFields(BcsReader reader) {
    return new Relay(
        reader.u8(),
        reader.u8(),
        Wire.counter(reader),
        reader.u8(),
        Wire.bytes(reader, Bounds.MAX_FRAME));
  }
}
