/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

/**
 * The rules that a simulation can turn off one by one to see what breaks (appendix B of the channel
 * protocol). All are on in every node.
 */
public enum RuleSwitch {
  /** Certificates need floor(2n/3)+1 signatures; off: ceil(2n/3). */
  QUORUM_SIZE(Holder.BOTH),
  /** Headers carry a certificate at least as high as the lock; off: no lock is kept at all. */
  LOCK(Holder.MEMBER),
  /** Locks are ordered by epoch and batch; off: by epoch alone. */
  LOCK_ORDER(Holder.MEMBER),
  /** A new epoch stands on the highest certificate; off: on the one with the highest batch. */
  RECOVERY_BASE(Holder.MEMBER),
  /** No ack below the promised epoch. */
  PROMISE(Holder.MEMBER),
  /** Slots are (epoch, batch); off: (epoch, height). */
  SLOT(Holder.MEMBER),
  /** The headers signed in one epoch form one chain. */
  CHAIN_RULE(Holder.MEMBER),
  /** The carried certificate is verified and becomes the lock before the ack. */
  CARRIED_CHECK(Holder.MEMBER),
  /** A certificate confirms within its own epoch only. */
  CROSS_EPOCH_CONFIRM(Holder.MEMBER),
  /** Confirmed needs two rounds. */
  ONE_ROUND(Holder.MEMBER),
  /** An opening header stands on the highest lock of enough statuses; off: on the leader's own. */
  STATUS_PROOF(Holder.MEMBER),
  /** An opening header that meets rule 6 is acked even below the own lock. */
  ACK_ABOVE_LOCK(Holder.MEMBER),
  /** Acks leave after the fsync. */
  FSYNC(Holder.MEMBER),
  /** A node with a damaged journal waits. */
  AMNESIA(Holder.MEMBER),
  /** A leader does not go on in an epoch it led before a restart. */
  RESTART_LEAD(Holder.MEMBER),
  /** Certificates are checked with the set they name; off: with the present one. */
  SET_VERSION(Holder.MEMBER),
  /** Statuses are counted for every set since the base's. */
  PER_SET_STATUS(Holder.MEMBER),
  /** One join opens one epoch. */
  ONE_JOIN(Holder.CONTRACT),
  /** Removals do not lower the quorum, and the continuation test. */
  QUORUM_AFTER_REMOVAL(Holder.BOTH),
  /** Checkpoints settle in order. */
  CHECKPOINT_ORDER(Holder.CONTRACT),
  /** Only empty batches above a checkpoint that is not confirmed. */
  BARRIER(Holder.MEMBER),
  /** Only confirming headers settle. */
  CONFIRMING_ONLY(Holder.CONTRACT),
  /** A settlement cancels an exit only if it is later. */
  EXIT_CANCEL(Holder.CONTRACT),
  /** Nothing is signed or confirmed in the last quarter of an exit's window. */
  EXIT_MARGIN(Holder.MEMBER),
  /** Old sets become void. */
  VOID_SETS(Holder.CONTRACT),
  /** Settlements respect cuts. */
  CUT(Holder.CONTRACT),
  /** The claim id is part of the slot in evidence. */
  CLAIM_IN_EVIDENCE(Holder.BOTH),
  /** The epoch is part of the slot in evidence. */
  EPOCH_IN_EVIDENCE(Holder.BOTH),
  /** Clocks and chain lag never accuse. */
  CLOCK_ACCUSES(Holder.MEMBER),
  /** Sequences of a sender increase. */
  SEQUENCE(Holder.MEMBER),
  /** Transactions stay within what can be settled. */
  CLOSED_WORLD(Holder.EXECUTOR),
  /** Members without progress vote the leader down. */
  NO_CONFIDENCE(Holder.MEMBER),
  /** Overdue demands block headers that leave them out. */
  DEMANDS(Holder.MEMBER),
  /** Member signatures are checked by the strict rule. */
  STRICT_SIGNATURE(Holder.MEMBER),
  /** A punishment needs the accused's signature. */
  ACCUSED_SIGNATURE(Holder.CONTRACT);

  /** Who keeps a rule, and so where its switch is read. */
  public enum Holder {
    /** The member: the core of this bundle. */
    MEMBER,
    /** The settlement contract, and its model. */
    CONTRACT,
    /** Member and contract alike. */
    BOTH,
    /** The executor of the channel's application. */
    EXECUTOR
  }

  private final Holder holder;

  RuleSwitch(Holder holder) {
    this.holder = holder;
  }

  /** Who keeps the rule. */
  public Holder holder() {
    return holder;
  }
}
