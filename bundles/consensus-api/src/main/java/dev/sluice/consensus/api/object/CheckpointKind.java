/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** What kind of checkpoint stands at a height of the log (section 3.1, field 26). */
public enum CheckpointKind {
  /** None. */
  NONE,
  /** A plain checkpoint: settles payouts and state. */
  PLAIN,
  /** A member's leave: settling it also drops the member. */
  LEAVE,
  /** The end of the channel. */
  CLOSE
}
