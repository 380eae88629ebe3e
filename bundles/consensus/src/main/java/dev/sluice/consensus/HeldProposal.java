/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import java.util.OptionalInt;

/** A leader's header that is being checked, or waits for what it needs. */
final class HeldProposal {
  /** What a proposal waits for. */
  enum Need {
    NOTHING,
    EPOCH,
    PARENT,
    CHAIN,
    CLOCK,
    EXIT
  }

  final Key peer;
  final Proposal proposal;
  final BatchHeader header;
  final Hash hash;
  final AckStatement statement;
  Need need = Need.NOTHING;
  boolean verified;

  HeldProposal(Key peer, Proposal proposal) {
    this.peer = peer;
    this.proposal = proposal;
    header = proposal.header();
    hash = header.hash();
    statement = AckStatement.of(header, hash);
  }

  CatchUpBatch source() {
    return new CatchUpBatch(
        header, proposal.signature(), proposal.carried(), proposal.proof(), proposal.body());
  }

  /** What checking it came to. */
  sealed interface Finding {
    /** All is well. */
    record Good() implements Finding {}

    /** It waits. */
    record Hold(Need need) implements Finding {}

    /** It is not acked; the leader is not accused of anything. */
    record Withhold(dev.sluice.consensus.api.RefusalCode code) implements Finding {}

    /** The message is not what it should be; whoever sent it answers for it. */
    record Drop(dev.sluice.consensus.api.RefusalCode code) implements Finding {}

    /** The leader signed something wrong: position of the transaction, or none for the state. */
    record Accuse(OptionalInt position) implements Finding {}

    /** The leader signed two things that exclude each other. */
    record Offence() implements Finding {}
  }
}
