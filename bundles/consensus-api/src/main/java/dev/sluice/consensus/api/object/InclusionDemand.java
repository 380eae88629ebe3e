/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * A member's demand that a transaction be ordered (rule 26).
 *
 * @param index the demanding member in set {@code setVersion}
 * @param transaction hash of the signed transaction
 */
public record InclusionDemand(
    Domain domain,
    int index,
    long setVersion,
    AccountAddress sender,
    long sequence,
    long expiryHeight,
    Hash transaction)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.DEMAND.write(writer);
    domain.write(writer);
    writer.u8(index).u64(setVersion).address(sender).u64(sequence).u64(expiryHeight);
    Wire.put(writer, transaction);
  }

  /** Reads a demand. */
  public static InclusionDemand read(BcsReader reader) {
    Tag.DEMAND.expect(reader);
    return new InclusionDemand(
        Domain.read(reader),
        reader.u8(),
        Wire.counter(reader),
        reader.address(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader));
  }
}
