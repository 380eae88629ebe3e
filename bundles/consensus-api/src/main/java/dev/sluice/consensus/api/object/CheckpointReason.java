/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** Why a plain checkpoint was ordered. */
public enum CheckpointReason {
  /** The operator's interval has passed. */
  INTERVAL,
  /** The net change has grown to half of what can be applied. */
  SIZE,
  /** An exit is open. */
  EXIT_OPEN,
  /** Asked by an operator. */
  OPERATOR,
  /** The member set has changed. */
  SET_CHANGE
}
