/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * The header of a batch (section 3.1): 531 bytes that fix content, results and what is final. The
 * numbers in brackets are those of the document's table.
 *
 * @param version [2] protocol version
 * @param domain [3-5]
 * @param setVersion [6] set of the epoch
 * @param epoch [7]
 * @param claimId [8]
 * @param batch [9] parent's + 1
 * @param parentEpoch [10] parent's epoch; below {@code epoch} in an opening header
 * @param firstHeight [11] parent's last height + 1
 * @param lastHeight [12] below {@code firstHeight} in an empty batch
 * @param parentHash [13]
 * @param carriedHash [14] of the certificate that travels with the header
 * @param contentHash [15]
 * @param transactionsRoot [16]
 * @param resultsRoot [17]
 * @param stateRoot [18]
 * @param time [19] milliseconds
 * @param chainSeq [20] latest final chain position known to the leader
 * @param chainTime [21] its chain time
 * @param finality [22-31]
 */
public record BatchHeader(
    int version,
    Domain domain,
    long setVersion,
    long epoch,
    Hash claimId,
    long batch,
    long parentEpoch,
    long firstHeight,
    long lastHeight,
    Hash parentHash,
    Hash carriedHash,
    Hash contentHash,
    Hash transactionsRoot,
    Hash resultsRoot,
    Hash stateRoot,
    long time,
    long chainSeq,
    long chainTime,
    Finality finality)
    implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 531;

  /** Protocol version of this document. */
  public static final int VERSION = 1;

  /** Whether the header opens its epoch. */
  public boolean isOpening() {
    return parentEpoch < epoch;
  }

  /** Whether a certificate of this header confirms the batch it carries (rule 4). */
  public boolean isConfirming() {
    return finality.epoch() == epoch;
  }

  /** Number of transactions. */
  public long transactions() {
    return lastHeight - firstHeight + 1;
  }

  /** H of the encoding. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.HEADER.write(writer);
    writer.u16(version);
    domain.write(writer);
    writer.u64(setVersion).u64(epoch);
    Wire.put(writer, claimId);
    writer.u64(batch).u64(parentEpoch).u64(firstHeight).u64(lastHeight);
    Wire.put(writer, parentHash);
    Wire.put(writer, carriedHash);
    Wire.put(writer, contentHash);
    Wire.put(writer, transactionsRoot);
    Wire.put(writer, resultsRoot);
    Wire.put(writer, stateRoot);
    writer.u64(time).u64(chainSeq).u64(chainTime);
    finality.write(writer);
  }

  @Override
  public byte[] encode() {
    BcsWriter writer = new BcsWriter(LENGTH);
    write(writer);
    return writer.toByteArray();
  }

  /** Reads a header. */
  public static BatchHeader read(BcsReader reader) {
    Tag.HEADER.expect(reader);
    return new BatchHeader(
        reader.u16(),
        Domain.read(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Finality.read(reader));
  }
}
