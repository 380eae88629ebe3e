/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.chain;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.Settlement;
import java.util.Optional;

/**
 * An operation a member asks of the contract (section 10.5). The caller is the member's own
 * address. Every one may be sent twice: the second time it aborts without effect.
 */
public sealed interface ContractCall {

  /** I am alive; {@code delays} tells of the ways to the peers. */
  record KeepAlive(Bytes delays) implements ContractCall {}

  /** I want to lead from the epoch after {@code expectedEpoch}. */
  record ClaimLeader(long expectedEpoch) implements ContractCall {}

  /** The same, against a leader without confidence; any epoch of its present reign will do. */
  record ClaimNoConfidence(long expectedEpoch, NoConfidenceProof proof) implements ContractCall {}

  /** Proposes a settlement (1) or a punishment (2). */
  record CreateProposal(int type, Bytes data) implements ContractCall {}

  /** Votes: 0 no, 1 yes, 2 abstain. */
  record VoteProposal(long proposal, int option) implements ContractCall {}

  /** Executes a proposal that has enough votes. */
  record ExecuteProposal(long proposal, Bytes data) implements ContractCall {}

  /** Settles a checkpoint by certificate. */
  record Settle(Settlement settlement) implements ContractCall {}

  /** Reports two statements that exclude each other. */
  record PostEvidence(Evidence evidence) implements ContractCall {}

  /** With two members: the leader makes no progress. */
  record ReportWithheld() implements ContractCall {}

  /** Removes a member without heartbeat. */
  record ExpelDead(AccountAddress member) implements ContractCall {}

  /** Shows the highest certificate of a set before a removal. */
  record PostCut(Settlement settlement) implements ContractCall {}

  /** Fixes what a removed member is paid, once its window has ended. */
  record FixCut(AccountAddress member) implements ContractCall {}

  /** Opens an exit. */
  record OpenExit(Optional<Settlement> settlement) implements ContractCall {}

  /** Shows a higher certificate to an open exit. */
  record PostExit(Settlement settlement) implements ContractCall {}

  /** Settles by the exit, once its window has ended. */
  record FinalizeExit() implements ContractCall {}
}
