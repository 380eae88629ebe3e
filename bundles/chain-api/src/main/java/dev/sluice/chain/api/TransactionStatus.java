/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.math.BigInteger;
import java.util.List;

/** What became of a transaction, as the chain sees it now. */
public sealed interface TransactionStatus {
  /** The chain does not know it, and it may still come. Sending the same bytes again is safe. */
  record Unknown() implements TransactionStatus {}

  /** The chain has it and has not decided. */
  record Pending() implements TransactionStatus {}

  /**
   * Done, with effect.
   *
   * @param at where
   * @param finality whether this can still be rolled back
   * @param feePaid in the smallest unit of the chain's coin
   * @param events it emitted, in order
   */
  record Committed(Height at, Finality finality, BigInteger feePaid, List<ChainEvent> events)
      implements TransactionStatus {
    public Committed {
      events = List.copyOf(events);
    }
  }

  /**
   * Part of the chain, without effect but for the fee.
   *
   * @param at where
   * @param finality whether this can still be rolled back
   * @param feePaid in the smallest unit of the chain's coin
   * @param error why, mapped; {@link ChainException#raw()} is the chain's own text
   */
  record Failed(Height at, Finality finality, BigInteger feePaid, ChainException error)
      implements TransactionStatus {}

  /** It is not part of the chain and can no longer become so. */
  record Expired() implements TransactionStatus {}

  /** Whether a commit can be rolled back. */
  enum Finality {
    /** It may, a later look can say {@link Unknown} or {@link Pending} again. */
    TENTATIVE,
    /** It may not. */
    FINAL
  }
}
