/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

/** How a node treats the protocol. */
public enum Conduct {
  /** By the rules. */
  HONEST,
  /** Runs the machine with several rules switched off. */
  LAWLESS,
  /** Two copies of one journal and key run beside each other and show each peer another face. */
  TWIN,
  /** As leader shows its peers different headers in one slot. */
  EQUIVOCATOR,
  /** Its executor adds coins for senders. */
  FORGER,
  /** Sends no acks. */
  SILENT_FOLLOWER,
  /** Sends no proposals, but stays alive on the chain. */
  STALLING_LEADER,
  /** Drops what clients of others ask for. */
  CENSOR,
  /** Repeats old frames of its own at any time. */
  REPLAYER,
  /** Sends acks whose signatures pass only the client rule. */
  LOOSE_SIGNER,
  /** Sends frames with changed signatures. */
  GARBLER,
  /** As leader sends two headers in each slot, both to everyone. */
  DOUBLER,
  /** Says in its statuses that it has no lock. */
  FORGETFUL,
  /** Holds its frames back for seconds. */
  DAWDLER,
  /** Sends everything many times, and demands without end. */
  FLOODER,
  /** Posts certificates it has kept: stale exits, cuts and settlements. */
  POSTER
}
