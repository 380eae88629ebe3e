/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.PunishmentProposal;

/** A wrong header of the leader, to be checked by everyone. */
public record Accusation(PunishmentProposal proposal) implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_PROPOSAL + 64;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(10);
    proposal.write(writer);
  }

  static Accusation readFields(BcsReader reader) {
    return new Accusation(PunishmentProposal.read(reader));
  }
}
