/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/** A numbered set of members in join order (section 1.2). */
public record MemberList(Domain domain, long setVersion, List<MemberRecord> members)
    implements Encodable {
  /** Keeps a copy of the list. */
  public MemberList {
    members = List.copyOf(members);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.MEMBERS.write(writer);
    domain.write(writer);
    writer.u64(setVersion);
    Wire.putAll(writer, members);
  }

  /** Reads a set. */
  public static MemberList read(BcsReader reader) {
    Tag.MEMBERS.expect(reader);
    return new MemberList(
        Domain.read(reader),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_MEMBERS, MemberRecord::read));
  }
}
