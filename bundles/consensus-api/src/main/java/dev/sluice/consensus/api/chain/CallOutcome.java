/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.chain;

/** How a {@link ContractCall} ended. */
public sealed interface CallOutcome {
  /** Applied. */
  record Done() implements CallOutcome {}

  /** Refused without effect. */
  record Aborted(AbortCode code) implements CallOutcome {}

  /** Not known: no chain plugin, no answer. The member asks again when it still has reason to. */
  record Unavailable() implements CallOutcome {}
}
