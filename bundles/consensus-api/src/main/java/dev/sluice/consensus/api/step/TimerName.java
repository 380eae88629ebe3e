/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

/** The member's timers (section 6.5). Each name runs at most once at a time. */
public enum TimerName {
  /** Heartbeats to all peers. */
  HEARTBEAT,
  /** Liveness on the chain. */
  KEEP_ALIVE,
  /** Looks whether the lead is to be claimed. */
  CLAIM,
  /** Waits for the own turn among claimers. */
  CLAIM_TURN,
  /** Sends the status again. */
  STATUS,
  /** The wait for more statuses once there are enough. */
  OPENING,
  /** Sends the newest proposal again. */
  PROPOSE,
  /** Looks at held headers again. */
  HELD,
  /** Asks the next peer for what is missing. */
  CATCHUP,
  /** The newest own header stays uncertified. */
  RENEW,
  /** Nothing new was certified. */
  NO_PROGRESS,
  /** A tick may be due. */
  TICK,
  /** A local transaction is not included. */
  DEMAND,
  /** A better certificate is to be posted, or a window has ended. */
  POST,
  /** A checkpoint is to be settled by others than the leader. */
  SETTLE,
  /** A set change waits for its checkpoint. */
  CHECKPOINT,
  /** The wait of rule 7 has lasted long. */
  AMNESIA
}
