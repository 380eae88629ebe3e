/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** A member's consent to a joiner (rule 28); a quorum of them admits it. */
public record JoinApproval(
    Domain domain,
    long setVersion,
    AccountAddress joiner,
    Key txKey,
    Key memberKey,
    Key peerKey,
    long deposit,
    long validUntil)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.ADMISSION.write(writer);
    domain.write(writer);
    writer.u64(setVersion).address(joiner);
    Wire.put(writer, txKey);
    Wire.put(writer, memberKey);
    Wire.put(writer, peerKey);
    writer.u64(deposit).u64(validUntil);
  }

  /** Reads an approval. */
  public static JoinApproval read(BcsReader reader) {
    Tag.ADMISSION.expect(reader);
    return new JoinApproval(
        Domain.read(reader),
        Wire.counter(reader),
        reader.address(),
        Wire.key(reader),
        Wire.key(reader),
        Wire.key(reader),
        reader.u64(),
        Wire.counter(reader));
  }
}
