/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** Why the contract removed a member. */
public enum RemovalCause {
  /** No heartbeat for too long; no fine. */
  DEAD,
  /** Voted out for a wrong header. */
  PUNISHED,
  /** Signed two things that exclude each other. */
  EVIDENCE
}
