/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * Shows that a joiner holds its keys; signed once with the transaction and once with the member
 * key.
 */
public record KeyPossession(
    Domain domain, AccountAddress address, Key txKey, Key memberKey, Key peerKey)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.POSSESSION.write(writer);
    domain.write(writer);
    writer.address(address);
    Wire.put(writer, txKey);
    Wire.put(writer, memberKey);
    Wire.put(writer, peerKey);
  }

  /** Reads a statement. */
  public static KeyPossession read(BcsReader reader) {
    Tag.POSSESSION.expect(reader);
    return new KeyPossession(
        Domain.read(reader),
        reader.address(),
        Wire.key(reader),
        Wire.key(reader),
        Wire.key(reader));
  }
}
