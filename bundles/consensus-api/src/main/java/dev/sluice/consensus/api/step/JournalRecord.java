/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;
import java.util.Optional;

/** Records of the vote journal (section 6.6). Written with their type as variant, from 1. */
public sealed interface JournalRecord extends Encodable {

  /** The member key was made, before the contract heard of it. */
  record KeyBorn(Key memberKey, AccountAddress address, long time) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(1);
      Wire.put(writer, memberKey);
      writer.address(address).u64(time);
    }
  }

  /** The member acks nothing below this epoch any more. */
  record Promise(long epoch, Hash claimId, long setVersion, Optional<AccountAddress> leader)
      implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(2).u64(epoch);
      Wire.put(writer, claimId);
      writer.u64(setVersion).option(leader, BcsWriter::address);
    }
  }

  /** A header that is about to be acked: slot, body and, by its carried certificate, the lock. */
  record Acked(CatchUpBatch batch, Signature ownSignature) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(3);
      batch.write(writer);
      Wire.put(writer, ownSignature);
    }
  }

  /** An own header that is about to leave. */
  record OwnHeader(CatchUpBatch batch) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(4);
      batch.write(writer);
    }
  }

  /** A lock learnt without an ack; the header is absent for genesis. */
  record Lock(Certificate certificate, Optional<BatchHeader> header) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(5);
      certificate.write(writer);
      writer.option(header, (w, h) -> h.write(w));
    }
  }

  /**
   * A batch is confirmed, and with it all its ancestors.
   *
   * @param confirming a certified confirming header whose parent it is
   */
  record Confirmed(long batch, Hash headerHash, Certificate certificate, BatchHeader confirming)
      implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(6).u64(batch);
      Wire.put(writer, headerHash);
      certificate.write(writer);
      confirming.write(writer);
    }
  }

  /** The position up to which the chain was seen. */
  record ChainCursor(long seq, long time) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(7).u64(seq).u64(time);
    }
  }

  /** The wait of rule 7 is over. */
  record AmnesiaEnd(Certificate certificate) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(8);
      certificate.write(writer);
    }
  }

  /** Any other statement that is about to leave, with its signature. */
  record Signed(Bytes statement, Signature signature) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(9).bytes(statement);
      Wire.put(writer, signature);
    }
  }

  /** Records below this height are not needed any more. */
  record Pruned(long height, Hash manifest) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(10).u64(height);
      Wire.put(writer, manifest);
    }
  }

  /** A certified batch that was caught up with, so that it need not be fetched again. */
  record Fetched(CatchUpBatch batch) implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(11);
      batch.write(writer);
    }
  }

  /**
   * Records were lost before this one: the member waits by rule 7, also after further starts, until
   * {@link AmnesiaEnd}.
   */
  record AmnesiaBegin() implements JournalRecord {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(12);
    }
  }

  /**
   * Reads a record.
   *
   * @throws dev.sluice.codec.CodecException if the bytes are not one
   */
  static JournalRecord read(BcsReader reader) {
    return switch (reader.variant(13)) {
      case 1 -> new KeyBorn(Wire.key(reader), reader.address(), Wire.counter(reader));
      case 2 ->
          new Promise(
              Wire.counter(reader),
              Wire.hash(reader),
              Wire.counter(reader),
              reader.option(BcsReader::address));
      case 3 -> new Acked(CatchUpBatch.read(reader), Wire.signature(reader));
      case 4 -> new OwnHeader(CatchUpBatch.read(reader));
      case 5 -> new Lock(Certificate.read(reader), reader.option(BatchHeader::read));
      case 6 ->
          new Confirmed(
              Wire.counter(reader),
              Wire.hash(reader),
              Certificate.read(reader),
              BatchHeader.read(reader));
      case 7 -> new ChainCursor(Wire.counter(reader), Wire.counter(reader));
      case 8 -> new AmnesiaEnd(Certificate.read(reader));
      case 9 -> new Signed(Wire.bytes(reader, Bounds.MAX_PROPOSAL), Wire.signature(reader));
      case 10 -> new Pruned(Wire.counter(reader), Wire.hash(reader));
      case 11 -> new Fetched(CatchUpBatch.read(reader));
      case 12 -> new AmnesiaBegin();
      default ->
          throw new dev.sluice.codec.CodecException(
              dev.sluice.codec.CodecException.Reason.UNKNOWN_VARIANT, "no record of type 0");
    };
  }
}
