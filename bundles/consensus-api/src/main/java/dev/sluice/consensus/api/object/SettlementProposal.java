/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** What members vote on to settle without a certificate (rule 22). */
public record SettlementProposal(
    Domain domain,
    long fromHeight,
    long toHeight,
    Hash fromRoot,
    Hash stateRoot,
    long finalSeq,
    Hash netChangeRoot,
    PayoutList payouts)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.SETTLEMENT.write(writer);
    domain.write(writer);
    writer.u64(fromHeight).u64(toHeight);
    Wire.put(writer, fromRoot);
    Wire.put(writer, stateRoot);
    writer.u64(finalSeq);
    Wire.put(writer, netChangeRoot);
    payouts.write(writer);
  }

  /** Reads a proposal. */
  public static SettlementProposal read(BcsReader reader) {
    Tag.SETTLEMENT.expect(reader);
    return new SettlementProposal(
        Domain.read(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        PayoutList.read(reader));
  }
}
