/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.consensus.api.chain.AbortCode;

/** How a command ended. */
public sealed interface Verdict {
  /** It took effect. */
  record Applied() implements Verdict {}

  /** The contract refused it; nothing changed. */
  record Refused(AbortCode code) implements Verdict {}

  /** Code of the dApp aborted; nothing changed. */
  record DappAborted() implements Verdict {}
}
