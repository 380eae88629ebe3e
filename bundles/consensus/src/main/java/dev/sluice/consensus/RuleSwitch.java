/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

/**
 * The rules that a simulation can turn off one by one to see what breaks (appendix B of the channel
 * protocol). All are on in every node; what is not a member's is the contract's or the executor's.
 */
public enum RuleSwitch {
  /** Certificates need floor(2n/3)+1 signatures; off: ceil(2n/3). */
  QUORUM_SIZE,
  /** Headers carry a certificate at least as high as the lock; off: no lock is kept at all. */
  LOCK,
  /** Locks are ordered by epoch and batch; off: by epoch alone. */
  LOCK_ORDER,
  /** No ack below the promised epoch. */
  PROMISE,
  /** Slots are (epoch, batch); off: (epoch, height). */
  SLOT,
  /** The headers signed in one epoch form one chain. */
  CHAIN_RULE,
  /** The carried certificate is verified and becomes the lock before the ack. */
  CARRIED_CHECK,
  /** A certificate confirms within its own epoch only. */
  CROSS_EPOCH_CONFIRM,
  /** Confirmed needs two rounds. */
  ONE_ROUND,
  /** An opening header stands on the highest lock of enough statuses; off: on the leader's own. */
  STATUS_PROOF,
  /** An opening header that meets rule 6 is acked even below the own lock. */
  ACK_ABOVE_LOCK,
  /** Acks leave after the fsync. */
  FSYNC,
  /** A node with a damaged journal waits. */
  AMNESIA,
  /** A leader does not go on in an epoch it led before a restart. */
  RESTART_LEAD,
  /** Certificates are checked with the set they name; off: with the present one. */
  SET_VERSION,
  /** Statuses are counted for every set since the base's. */
  PER_SET_STATUS,
  /** One join opens one epoch (contract). */
  ONE_JOIN,
  /** Removals do not lower the quorum, and the continuation test. */
  QUORUM_AFTER_REMOVAL,
  /** Checkpoints settle in order (contract). */
  CHECKPOINT_ORDER,
  /** Only empty batches above a checkpoint that is not confirmed. */
  BARRIER,
  /** Only confirming headers settle (contract). */
  CONFIRMING_ONLY,
  /** A settlement cancels an exit only if it is later (contract). */
  EXIT_CANCEL,
  /** Old sets become void (contract). */
  VOID_SETS,
  /** Settlements respect cuts (contract). */
  CUT,
  /** The claim id is part of the slot in evidence. */
  CLAIM_IN_EVIDENCE,
  /** The epoch is part of the slot in evidence. */
  EPOCH_IN_EVIDENCE,
  /** Clocks and chain lag never accuse. */
  CLOCK_ACCUSES,
  /** Sequences of a sender increase. */
  SEQUENCE,
  /** Transactions stay within what can be settled (executor). */
  CLOSED_WORLD,
  /** Members without progress vote the leader down. */
  NO_CONFIDENCE,
  /** Overdue demands block headers that leave them out. */
  DEMANDS,
  /** Member signatures are checked by the strict rule. */
  STRICT_SIGNATURE,
  /** A punishment needs the accused's signature (contract). */
  ACCUSED_SIGNATURE
}
