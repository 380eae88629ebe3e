/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.TxResult;
import java.util.List;

/**
 * What executing a batch led to (section 6.1).
 *
 * @param results one for each transaction, in order
 * @param stateRoot names the state after the batch; two states never share one
 * @param netChangeRoot changes since the last checkpoint below (section 4.4)
 * @param netChangePages number of their pages
 * @param payouts who owns what of the escrow now (section 4.5)
 * @param payoutRoot its hash
 * @param leavesAsked members whose leave code in the channel asks for and the log does not hold yet
 * @param closeAsked whether code in the channel asks to close and the log holds no close yet
 */
public record ExecutionOutcome(
    List<TxResult> results,
    Hash stateRoot,
    Hash netChangeRoot,
    int netChangePages,
    PayoutList payouts,
    Hash payoutRoot,
    List<AccountAddress> leavesAsked,
    boolean closeAsked) {
  /** Keeps copies of the lists. */
  public ExecutionOutcome {
    results = List.copyOf(results);
    leavesAsked = List.copyOf(leavesAsked);
  }

  /** The outcome of an empty batch on top: all the same, no results. */
  public ExecutionOutcome withoutResults() {
    return results.isEmpty()
        ? this
        : new ExecutionOutcome(
            List.of(),
            stateRoot,
            netChangeRoot,
            netChangePages,
            payouts,
            payoutRoot,
            leavesAsked,
            closeAsked);
  }
}
