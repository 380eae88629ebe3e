/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Wire;

/**
 * What a member knows of the way to a peer.
 *
 * @param index the peer in the sender's set
 * @param micros smoothed round trip, microseconds; 0 = not measured
 * @param echo the clock of the last heartbeat received from it; 0 = none
 * @param held milliseconds since then
 */
public record PeerDelay(int index, long micros, long echo, long held) implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    writer.u8(index);
    writer.u32(micros);
    writer.u64(echo);
    writer.u32(held);
  }

  /** Reads it. */
  public static PeerDelay read(BcsReader reader) {
    return new PeerDelay(reader.u8(), reader.u32(), Wire.counter(reader), reader.u32());
  }
}
