/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** A member's wish to leave, signed with its transaction key. Uses up a sequence number. */
public record LeaveRequest(Domain domain, AccountAddress member, long sequence, long expiryHeight)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.LEAVE.write(writer);
    domain.write(writer);
    writer.address(member).u64(sequence).u64(expiryHeight);
  }

  /** Reads a request. */
  public static LeaveRequest read(BcsReader reader) {
    Tag.LEAVE.expect(reader);
    return new LeaveRequest(
        Domain.read(reader), reader.address(), Wire.counter(reader), Wire.counter(reader));
  }
}
