/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * A member's word that the leader makes no progress (rule 26).
 *
 * @param reignEpoch first epoch of the leader's unbroken reign
 */
public record NoConfidence(
    Domain domain, AccountAddress leader, long reignEpoch, long setVersion, int index)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.NO_CONFIDENCE.write(writer);
    domain.write(writer);
    writer.address(leader).u64(reignEpoch).u64(setVersion).u8(index);
  }

  /** Reads a statement. */
  public static NoConfidence read(BcsReader reader) {
    Tag.NO_CONFIDENCE.expect(reader);
    return new NoConfidence(
        Domain.read(reader),
        reader.address(),
        Wire.counter(reader),
        Wire.counter(reader),
        reader.u8());
  }
}
