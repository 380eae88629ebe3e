/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * A member's promise of an epoch and what it brings along (section 3.6).
 *
 * @param epoch the epoch promised
 * @param claimId of that epoch
 * @param setVersion of that epoch
 * @param index the signer in that set
 * @param lockEpoch slot of the lock
 * @param lockBatch slot of the lock
 * @param lockSet set of the lock
 * @param lockHeader hash of its header
 * @param lockCertificate H of the certificate as the signer holds it
 * @param ackedEpoch slot of the last header acked, 0 if none
 * @param ackedBatch slot of the last header acked, 0 if none
 * @param ackedHeader its hash, zero if none
 * @param nonce counts the signer's statuses in this epoch from 0
 */
public record Status(
    Domain domain,
    long epoch,
    Hash claimId,
    long setVersion,
    int index,
    long lockEpoch,
    long lockBatch,
    long lockSet,
    Hash lockHeader,
    Hash lockCertificate,
    long ackedEpoch,
    long ackedBatch,
    Hash ackedHeader,
    long nonce)
    implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 257;

  /** Compares locks by epoch, then batch. */
  public int compareLock(Status other) {
    int byEpoch = Long.compare(lockEpoch, other.lockEpoch);
    return byEpoch != 0 ? byEpoch : Long.compare(lockBatch, other.lockBatch);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.STATUS.write(writer);
    domain.write(writer);
    writer.u64(epoch);
    Wire.put(writer, claimId);
    writer.u64(setVersion).u8(index).u64(lockEpoch).u64(lockBatch).u64(lockSet);
    Wire.put(writer, lockHeader);
    Wire.put(writer, lockCertificate);
    writer.u64(ackedEpoch).u64(ackedBatch);
    Wire.put(writer, ackedHeader);
    writer.u64(nonce);
  }

  /** Reads a status. */
  public static Status read(BcsReader reader) {
    Tag.STATUS.expect(reader);
    return new Status(
        Domain.read(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        reader.u8(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.counter(reader));
  }
}
