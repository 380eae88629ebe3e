/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;

/**
 * What a client signs with its transaction key (section 3.4).
 *
 * @param sender a member's address
 * @param sequence above all earlier ones of the sender (rule 10)
 * @param expiryHeight the last height at which it may stand in the log
 * @param maxGas most gas it may use
 * @param call what to do; meaning is the executor's
 */
public record ClientTransaction(
    Domain domain, AccountAddress sender, long sequence, long expiryHeight, long maxGas, Bytes call)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.CLIENT_TRANSACTION.write(writer);
    domain.write(writer);
    writer.address(sender).u64(sequence).u64(expiryHeight).u64(maxGas).bytes(call);
  }

  /** Reads a transaction. */
  public static ClientTransaction read(BcsReader reader) {
    Tag.CLIENT_TRANSACTION.expect(reader);
    return new ClientTransaction(
        Domain.read(reader),
        reader.address(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.bytes(reader, Bounds.HARD_TX_BYTES));
  }
}
