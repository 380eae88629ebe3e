/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * What a claim id is the hash of (section 4.8).
 *
 * @param previous the epoch before; zero for epoch 1
 * @param membersHash H of the {@link MemberList}
 * @param leader all zero if the epoch is vacant
 * @param time chain time
 */
public record ClaimSeed(
    Domain domain,
    Hash previous,
    long epoch,
    long setVersion,
    Hash membersHash,
    AccountAddress leader,
    long time,
    EpochCause cause)
    implements Encodable {
  /** The claim id. */
  public Hash claimId() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.CLAIM.write(writer);
    domain.write(writer);
    Wire.put(writer, previous);
    writer.u64(epoch).u64(setVersion);
    Wire.put(writer, membersHash);
    Wire.putConstant(writer.address(leader).u64(time), cause);
  }

  /** Reads a seed. */
  public static ClaimSeed read(BcsReader reader) {
    Tag.CLAIM.expect(reader);
    return new ClaimSeed(
        Domain.read(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        reader.address(),
        Wire.counter(reader),
        Wire.constant(reader, EpochCause.values()));
  }
}
