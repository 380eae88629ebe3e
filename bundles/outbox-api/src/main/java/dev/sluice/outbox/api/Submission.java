/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox.api;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.key.api.KeyName;
import java.util.Optional;

/**
 * How an order stands.
 *
 * @param reference the order's
 * @param chain the order's
 * @param key the order's
 * @param state what holds now
 * @param hash of the last signed attempt
 * @param attempts how many were signed
 * @param status what the chain said last about the last attempt; after a restart empty for orders
 *     that were done before it
 * @param error the last refusal; stays for {@link State#REFUSED}
 */
public record Submission(
    String reference,
    ChainName chain,
    KeyName key,
    State state,
    Optional<TxHash> hash,
    int attempts,
    Optional<TransactionStatus> status,
    Optional<ChainException> error) {
  /** States of an order. */
  public enum State {
    /** Kept on disk; not signed, or an attempt expired and another follows. */
    WAITING(false),
    /** Signed and kept on disk; handed to the chain as often as needed. */
    SENT(false),
    /** Part of the chain for good, with effect. */
    COMMITTED(true),
    /** Part of the chain for good, without effect but for the fee. */
    FAILED(true),
    /** Not part of the chain and never will be: the chain or the key service refused it. */
    REFUSED(true),
    /** Not part of the chain and never will be: its time was over. */
    GIVEN_UP(true);

    private final boolean last;

    State(boolean last) {
      this.last = last;
    }

    /** Whether nothing follows. */
    public boolean isLast() {
      return last;
    }
  }
}
