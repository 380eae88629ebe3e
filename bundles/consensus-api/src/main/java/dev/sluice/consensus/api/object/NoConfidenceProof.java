/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/** Statements of no confidence of enough members, as the contract takes them. */
public record NoConfidenceProof(
    AccountAddress leader,
    long reignEpoch,
    long setVersion,
    long signers,
    List<Signature> signatures)
    implements Encodable {
  /** Keeps a copy of the list. */
  public NoConfidenceProof {
    signatures = List.copyOf(signatures);
  }

  @Override
  public void write(BcsWriter writer) {
    writer.address(leader).u64(reignEpoch).u64(setVersion).u64(signers);
    Wire.putFixed(writer, signatures);
  }

  /** Reads a proof. */
  public static NoConfidenceProof read(BcsReader reader) {
    return new NoConfidenceProof(
        reader.address(),
        Wire.counter(reader),
        Wire.counter(reader),
        reader.u64(),
        Wire.list(reader, Bounds.MAX_MEMBERS, Wire::signature));
  }
}
