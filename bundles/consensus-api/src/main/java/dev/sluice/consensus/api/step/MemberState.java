/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

/** States of a member (section 6.3). */
public enum MemberState {
  /** Reads its journal. */
  RECOVERING,
  /** No member of the present set. */
  OUTSIDE,
  /** Behind the newest certificate. */
  SYNCING,
  /** Has promised the epoch and accepted no header of it. */
  PROMISED,
  /** Follows the leader. */
  FOLLOWING,
  /** Own epoch: collects statuses. */
  GATHERING,
  /** Own epoch: orders. */
  LEADING,
  /** Own epoch, led before a restart: signs no header. */
  RESTING,
  /** Waits by rule 7. */
  AMNESIA_HOLD,
  /** Its execution differs from a certificate. */
  DIVERGED,
  /** The channel is closed. */
  CLOSED
}
