/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Wire;

/**
 * Says that a message was refused (section 12).
 *
 * @param subject hash of what was refused, zero if not applicable
 * @param retryAfter milliseconds, 0 = do not retry
 */
public record Refusal(long code, Hash subject, long retryAfter, Bytes detail)
    implements PeerMessage {
  @Override
  public int bound() {
    return 512;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(19);
    writer.u32(code);
    Wire.put(writer, subject);
    writer.u32(retryAfter);
    writer.bytes(detail);
  }

  static Refusal readFields(BcsReader reader) {
    return new Refusal(reader.u32(), Wire.hash(reader), reader.u32(), Wire.bytes(reader, 256));
  }
}
