/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

/** Checks of the contract that a simulation can leave out (appendix B of the protocol). */
public enum ContractSwitch {
  /** Certificates need floor(2n/3)+1 signatures; off: ceil(2n/3). */
  QUORUM_SIZE,
  /** Each join opens an epoch; off: only every third set does. */
  ONE_JOIN,
  /** Removals do not lower the quorum, and the continuation test. */
  QUORUM_AFTER_REMOVAL,
  /** S3: a settlement stands on the settled checkpoint. */
  CHECKPOINT_ORDER,
  /** K7: only confirming headers. */
  CONFIRMING_ONLY,
  /** S5: only a later settlement cancels an exit. */
  EXIT_CANCEL,
  /** K6: sets become void after the window of a removal. */
  VOID_SETS,
  /** S8, S9 and the same test at an exit: cuts come first. */
  CUT,
  /** The claim id is part of the slot in evidence. */
  CLAIM_IN_EVIDENCE,
  /** The epoch is part of the slot in evidence. */
  EPOCH_IN_EVIDENCE,
  /** A punishment needs the accused's own signature. */
  ACCUSED_SIGNATURE
}
