/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of members over one header (section 3.3). Well-formed; whether it is valid depends on
 * the set it names.
 */
public final class Certificate implements Encodable {
  private final AckStatement statement;
  private final long signers;
  private final List<Signature> signatures;
  private @Nullable Hash hash; // worked out when first asked for; racing threads find the same

  /** Keeps a copy of the list. */
  public Certificate(AckStatement statement, long signers, List<Signature> signatures) {
    this.statement = statement;
    this.signers = signers;
    this.signatures = List.copyOf(signatures);
  }

  /** What was signed. */
  public AckStatement statement() {
    return statement;
  }

  /** Bit i stands for member i of the statement's set. */
  public long signers() {
    return signers;
  }

  /** One for each bit, lowest first. */
  public List<Signature> signatures() {
    return signatures;
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
    Hash known = hash;
    if (known == null) {
      known = HashFunction.H.hash(this);
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof Certificate c
            && c.signers == signers
            && c.statement.equals(statement)
            && c.signatures.equals(signatures));
  }

  @Override
  public int hashCode() {
    return Objects.hash(statement, signers);
  }

  @Override
  public String toString() {
    return "Certificate[" + statement + ", signers=" + Long.toBinaryString(signers) + "]";
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
