/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Wire;
import java.util.List;

/**
 * Sent each second to all peers. Delays are measured by echoes: see {@link PeerDelay}.
 *
 * @param lockEpoch slot of the sender's lock
 * @param lockBatch slot of the sender's lock
 * @param finalBatch its last confirmed batch
 * @param chainSeq its final view of the chain
 * @param clock its clock, milliseconds
 */
public record Heartbeat(
    long setVersion,
    int index,
    long lockEpoch,
    long lockBatch,
    long finalBatch,
    long chainSeq,
    long clock,
    List<PeerDelay> delays)
    implements PeerMessage {
  /** Keeps copies of the lists. */
  public Heartbeat {
    delays = List.copyOf(delays);
  }

  @Override
  public int bound() {
    return 8192;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(1);
    writer.u64(setVersion);
    writer.u8(index);
    writer.u64(lockEpoch);
    writer.u64(lockBatch);
    writer.u64(finalBatch);
    writer.u64(chainSeq);
    writer.u64(clock);
    Wire.putAll(writer, delays);
  }

  static Heartbeat readFields(BcsReader reader) {
    return new Heartbeat(
        Wire.counter(reader),
        reader.u8(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_MEMBERS, PeerDelay::read));
  }
}
