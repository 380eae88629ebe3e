/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** A member's wish to close the channel, signed with its transaction key. */
public record CloseRequest(Domain domain, AccountAddress member, long sequence, long expiryHeight)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.CLOSE.write(writer);
    domain.write(writer);
    writer.address(member).u64(sequence).u64(expiryHeight);
  }

  /** Reads a request. */
  public static CloseRequest read(BcsReader reader) {
    Tag.CLOSE.expect(reader);
    return new CloseRequest(
        Domain.read(reader), reader.address(), Wire.counter(reader), Wire.counter(reader));
  }
}
