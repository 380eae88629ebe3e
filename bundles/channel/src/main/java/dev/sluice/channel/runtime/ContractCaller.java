/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import java.util.function.Consumer;

/** Brings a member's calls to the contract. Thread-safe; answers from any thread, once each. */
@FunctionalInterface
public interface ContractCaller {
  /** Carries a call out, or says that it cannot be now. Does not block. */
  void call(ContractCall call, Consumer<CallOutcome> answer);
}
