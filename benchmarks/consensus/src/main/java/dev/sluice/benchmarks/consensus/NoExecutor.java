/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.consensus;

import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.TxResult;
import java.util.Collections;
import java.util.List;

/** Executes nothing: every transaction succeeds without effect, the state is the log. */
final class NoExecutor {
  private static final Hash EMPTY = PayoutList.EMPTY.root();

  private NoExecutor() {}

  static ExecutionOutcome execute(Environment environment, int transactions) {
    return new ExecutionOutcome(
        Collections.nCopies(transactions, TxResult.NOTHING),
        environment.logRoot(),
        Hash.ZERO,
        0,
        PayoutList.EMPTY,
        EMPTY,
        List.of(),
        false);
  }
}
