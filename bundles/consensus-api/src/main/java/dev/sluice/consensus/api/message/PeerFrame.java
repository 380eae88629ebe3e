/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Wire;

/**
 * What travels between members, one at a time (section 3.9).
 *
 * @param channel number of the channel
 * @param epoch the epoch the sender has promised; a hint that the receiver may be behind
 */
public record PeerFrame(long channel, long epoch, PeerMessage message) implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    writer.u64(channel).u64(epoch);
    message.write(writer);
  }

  /**
   * The frame that takes all of {@code bytes}.
   *
   * @throws CodecException {@link Reason#OUT_OF_RANGE} if it is larger than its message may be,
   *     other reasons if it is not well-formed
   */
  public static PeerFrame decode(byte[] bytes) {
    if (bytes.length > Bounds.MAX_FRAME) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a frame of " + bytes.length + " bytes");
    }
    BcsReader reader = new BcsReader(bytes);
    PeerFrame frame = new PeerFrame(reader.u64(), Wire.counter(reader), PeerMessage.read(reader));
    reader.end();
    int most = frame.message.bound();
    if (bytes.length > most) {
      throw new CodecException(
          Reason.OUT_OF_RANGE, "a frame of " + bytes.length + " bytes, at most " + most);
    }
    return frame;
  }
}
