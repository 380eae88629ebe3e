/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;

/**
 * A member as the contract lists it (section 3.4, rule 11).
 *
 * @param txKey signs transactions, leaves and closes; the client's
 * @param memberKey signs acks, statuses, demands; the node's
 * @param peerKey authenticates sessions
 * @param endpoint where its node listens
 * @param joinSeq operation that added it
 */
public record MemberRecord(
    AccountAddress address, Key txKey, Key memberKey, Key peerKey, Bytes endpoint, long joinSeq)
    implements Encodable {
  /** Whether both are the same membership: a member that came back with a new key is another. */
  public boolean sameMember(MemberRecord other) {
    return memberKey.equals(other.memberKey) && address.equals(other.address);
  }

  @Override
  public void write(BcsWriter writer) {
    writer.address(address);
    Wire.put(writer, txKey);
    Wire.put(writer, memberKey);
    Wire.put(writer, peerKey);
    writer.bytes(endpoint).u64(joinSeq);
  }

  /** Reads a member. */
  public static MemberRecord read(BcsReader reader) {
    return new MemberRecord(
        reader.address(),
        Wire.key(reader),
        Wire.key(reader),
        Wire.key(reader),
        Wire.bytes(reader, Bounds.MAX_ENDPOINT),
        Wire.counter(reader));
  }
}
