/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/**
 * Signatures of members over one header (section 3.3). Well-formed; whether it is valid depends on
 * the set it names.
 *
 * @param statement what was signed
 * @param signers bit i stands for member i of the statement's set
 * @param signatures one for each bit, lowest first
 */
public record Certificate(AckStatement statement, long signers, List<Signature> signatures)
    implements Encodable {
  /** Keeps a copy of the list. */
  public Certificate {
    signatures = List.copyOf(signatures);
  }

  /** The certificate that stands for genesis; valid by equality only. */
  public static Certificate ofGenesis(Domain domain, Hash genesisHash) {
    return new Certificate(AckStatement.ofGenesis(domain, genesisHash), 0, List.of());
  }

  /** Compares by epoch, then batch: the order of locks (rule 5). */
  public int compareSlot(Certificate other) {
    int byEpoch = Long.compare(statement.epoch(), other.statement.epoch());
    return byEpoch != 0 ? byEpoch : Long.compare(statement.batch(), other.statement.batch());
  }

  /** H of the encoding. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.CERTIFICATE.write(writer);
    statement.write(writer);
    writer.u64(signers);
    Wire.putFixed(writer, signatures);
  }

  /** Reads a certificate. */
  public static Certificate read(BcsReader reader) {
    Tag.CERTIFICATE.expect(reader);
    return new Certificate(
        AckStatement.read(reader),
        reader.u64(),
        Wire.list(reader, Bounds.MAX_MEMBERS, Wire::signature));
  }
}
