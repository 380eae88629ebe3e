/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import org.jspecify.annotations.Nullable;

/**
 * The header of a batch (section 3.1): 531 bytes that fix content, results and what is final. The
 * numbers in brackets are those of the document's table.
 */
public final class BatchHeader implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 531;

  /** Protocol version of this document. */
  public static final int VERSION = 1;

  private final int version;
  private final Domain domain;
  private final long setVersion;
  private final long epoch;
  private final Hash claimId;
  private final long batch;
  private final long parentEpoch;
  private final long firstHeight;
  private final long lastHeight;
  private final Hash parentHash;
  private final Hash carriedHash;
  private final Hash contentHash;
  private final Hash transactionsRoot;
  private final Hash resultsRoot;
  private final Hash stateRoot;
  private final long time;
  private final long chainSeq;
  private final long chainTime;
  private final Finality finality;
  private @Nullable Hash hash; // worked out when first asked for; racing threads find the same

  /** A header of these fields, in the order of the layout. */
  public BatchHeader(
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
      Finality finality) {
    this.version = version;
    this.domain = domain;
    this.setVersion = setVersion;
    this.epoch = epoch;
    this.claimId = claimId;
    this.batch = batch;
    this.parentEpoch = parentEpoch;
    this.firstHeight = firstHeight;
    this.lastHeight = lastHeight;
    this.parentHash = parentHash;
    this.carriedHash = carriedHash;
    this.contentHash = contentHash;
    this.transactionsRoot = transactionsRoot;
    this.resultsRoot = resultsRoot;
    this.stateRoot = stateRoot;
    this.time = time;
    this.chainSeq = chainSeq;
    this.chainTime = chainTime;
    this.finality = finality;
  }

  /** This header with another time and other fields 22 to 31; nothing is remembered of its hash. */
  public BatchHeader with(long otherTime, Finality otherFinality) {
    return new BatchHeader(
        version,
        domain,
        setVersion,
        epoch,
        claimId,
        batch,
        parentEpoch,
        firstHeight,
        lastHeight,
        parentHash,
        carriedHash,
        contentHash,
        transactionsRoot,
        resultsRoot,
        stateRoot,
        otherTime,
        chainSeq,
        chainTime,
        otherFinality);
  }

  /** [2] protocol version. */
  public int version() {
    return version;
  }

  /** [3-5]. */
  public Domain domain() {
    return domain;
  }

  /** [6] set of the epoch. */
  public long setVersion() {
    return setVersion;
  }

  /** [7]. */
  public long epoch() {
    return epoch;
  }

  /** [8]. */
  public Hash claimId() {
    return claimId;
  }

  /** [9] parent's + 1. */
  public long batch() {
    return batch;
  }

  /** [10] parent's epoch; below {@code epoch} in an opening header. */
  public long parentEpoch() {
    return parentEpoch;
  }

  /** [11] parent's last height + 1. */
  public long firstHeight() {
    return firstHeight;
  }

  /** [12] below {@code firstHeight} in an empty batch. */
  public long lastHeight() {
    return lastHeight;
  }

  /** [13]. */
  public Hash parentHash() {
    return parentHash;
  }

  /** [14] of the certificate that travels with the header. */
  public Hash carriedHash() {
    return carriedHash;
  }

  /** [15]. */
  public Hash contentHash() {
    return contentHash;
  }

  /** [16]. */
  public Hash transactionsRoot() {
    return transactionsRoot;
  }

  /** [17]. */
  public Hash resultsRoot() {
    return resultsRoot;
  }

  /** [18]. */
  public Hash stateRoot() {
    return stateRoot;
  }

  /** [19] milliseconds. */
  public long time() {
    return time;
  }

  /** [20] latest final chain position known to the leader. */
  public long chainSeq() {
    return chainSeq;
  }

  /** [21] its chain time. */
  public long chainTime() {
    return chainTime;
  }

  /** [22-31]. */
  public Finality finality() {
    return finality;
  }

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
    Hash known = hash;
    if (known == null) {
      known = HashFunction.H.hash(this);
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof BatchHeader h && h.hash().equals(hash()));
  }

  @Override
  public int hashCode() {
    return hash().hashCode();
  }

  @Override
  public String toString() {
    return "BatchHeader["
        + epoch
        + "."
        + batch
        + ", set "
        + setVersion
        + ", heights "
        + firstHeight
        + " to "
        + lastHeight
        + ", "
        + hash()
        + "]";
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
