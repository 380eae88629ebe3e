/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import java.util.List;

/**
 * What members vote on to punish a leader for a wrong header (rule 25).
 *
 * @param signature the accused's header signature
 * @param index the accused's index in the header's set
 * @param position number of the transaction in the batch; 0 for STATE
 * @param count transactions of the batch; 0 for STATE
 * @param transaction BCS of the {@link Transaction}; empty for STATE
 * @param result the accused's result, shown by {@code resultProof}, for RESULT; else {@link
 *     TxResult#NOTHING}
 */
public record PunishmentProposal(
    Domain domain,
    AccountAddress accused,
    BatchHeader header,
    Signature signature,
    int index,
    long position,
    long count,
    Bytes transaction,
    List<Hash> transactionProof,
    TxResult result,
    List<Hash> resultProof,
    Reason reason)
    implements Encodable {
  /** What is wrong with the header. Codes on the wire are 1 to 3. */
  public enum Reason {
    /** A transaction's result differs. */
    RESULT,
    /** A transaction is not valid. */
    TRANSACTION,
    /** A root or a derived field differs. */
    STATE
  }

  /** Keeps copies of the lists. */
  public PunishmentProposal {
    transactionProof = List.copyOf(transactionProof);
    resultProof = List.copyOf(resultProof);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.PUNISHMENT.write(writer);
    domain.write(writer);
    writer.address(accused);
    header.write(writer);
    Wire.put(writer, signature);
    writer.u8(index).u32(position).u32(count).bytes(transaction);
    Wire.putFixed(writer, transactionProof);
    result.write(writer);
    Wire.putFixed(writer, resultProof);
    writer.u8(code(reason));
  }

  /** Reads a proposal. */
  public static PunishmentProposal read(BcsReader reader) {
    Tag.PUNISHMENT.expect(reader);
    return new PunishmentProposal(
        Domain.read(reader),
        reader.address(),
        BatchHeader.read(reader),
        Wire.signature(reader),
        reader.u8(),
        reader.u32(),
        reader.u32(),
        Wire.bytes(reader, Bounds.MAX_ACCUSED_TX),
        Wire.list(reader, Bounds.MAX_PROOF, Wire::hash),
        TxResult.read(reader),
        Wire.list(reader, Bounds.MAX_PROOF, Wire::hash),
        reason(reader.u8()));
  }

  private static int code(Reason reason) {
    return switch (reason) {
      case RESULT -> 1;
      case TRANSACTION -> 2;
      case STATE -> 3;
    };
  }

  private static Reason reason(int code) {
    if (code < 1 || code > Reason.values().length) {
      throw new CodecException(CodecException.Reason.UNKNOWN_VARIANT, "no reason " + code);
    }
    return Reason.values()[code - 1];
  }
}
