/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * What leader and members sign of a batch (section 3.2): 192 bytes with the slot, the parent and
 * the header's hash. The slot is domain, claim id, epoch and batch.
 */
public record AckStatement(
    Domain domain,
    Hash claimId,
    long epoch,
    long batch,
    long setVersion,
    long parentEpoch,
    Hash parentHash,
    Hash headerHash)
    implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 192;

  /** The statement over {@code header}, whose hash the caller has. */
  public static AckStatement of(BatchHeader header, Hash headerHash) {
    return new AckStatement(
        header.domain(),
        header.claimId(),
        header.epoch(),
        header.batch(),
        header.setVersion(),
        header.parentEpoch(),
        header.parentHash(),
        headerHash);
  }

  /** The statement of the genesis certificate. */
  public static AckStatement ofGenesis(Domain domain, Hash genesisHash) {
    return new AckStatement(domain, Hash.ZERO, 0, 0, 0, 0, Hash.ZERO, genesisHash);
  }

  /** Whether both statements are about the same slot. */
  public boolean sameSlot(AckStatement other) {
    return batch == other.batch && sameEpoch(other);
  }

  /** Whether both statements are of the same epoch under the same claim. */
  public boolean sameEpoch(AckStatement other) {
    return epoch == other.epoch && claimId.equals(other.claimId) && domain.equals(other.domain);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.ACK.write(writer);
    domain.write(writer);
    Wire.put(writer, claimId);
    writer.u64(epoch).u64(batch).u64(setVersion).u64(parentEpoch);
    Wire.put(writer, parentHash);
    Wire.put(writer, headerHash);
  }

  /** Reads a statement. */
  public static AckStatement read(BcsReader reader) {
    Tag.ACK.expect(reader);
    return new AckStatement(
        Domain.read(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader));
  }
}
