/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** Why the contract opened an epoch (section 4.8). */
public enum EpochCause {
  /** The channel was created. */
  CREATE,
  /** A member claimed the lead. */
  CLAIM,
  /** A member joined. */
  JOIN,
  /** A member's leave was settled. */
  LEAVE,
  /** A member was removed. */
  REMOVAL,
  /** The members lost confidence in the leader. */
  NO_CONFIDENCE,
  /** The leader renewed its own lead. */
  RENEWAL
}
