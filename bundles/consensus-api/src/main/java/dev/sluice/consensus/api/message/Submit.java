/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.SignedTransaction;

/** A client's transaction for the leader. */
public record Submit(SignedTransaction transaction) implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.HARD_TX_BYTES + 64;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(2);
    transaction.writeStruct(writer);
  }

  static Submit readFields(BcsReader reader) {
    return new Submit(SignedTransaction.readStruct(reader));
  }
}
