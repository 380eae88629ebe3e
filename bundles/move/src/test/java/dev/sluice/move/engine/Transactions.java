/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.state.TransactionContext;

/** Transactions for tests. */
final class Transactions {
  /** Some transaction. */
  static final TransactionContext ANY =
      TransactionContext.of(Bytes.of(new byte[32]), AccountAddress.of(1));

  private Transactions() {}
}
