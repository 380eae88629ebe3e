/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.SignedTransaction;
import java.util.OptionalLong;

/** What a lane wants done. Each is answered by the method of {@link Lane} that it names. */
sealed interface Action {
  /** Ask the chain for the account: {@link Lane#account} or {@link Lane#accountFailed}. */
  record AskAccount() implements Action {}

  /** Prepare and sign an attempt: {@link Lane#prepared} or {@link Lane#prepareFailed}. */
  record Prepare(Entry entry, OptionalLong sequence) implements Action {}

  /** Store the attempt, forced to the device: {@link Lane#stored} or {@link Lane#storeFailed}. */
  record Store(Entry entry, SignedTransaction signed) implements Action {}

  /** Hand the attempt to the chain: {@link Lane#sent} or {@link Lane#sendFailed}. */
  record Send(Entry entry, SignedTransaction signed) implements Action {}

  /** Ask what became of the attempt: {@link Lane#status} or {@link Lane#statusFailed}. */
  record AskStatus(Entry entry, SignedTransaction signed) implements Action {}

  /** Nothing follows for this entry. No answer. */
  record Finish(Entry entry) implements Action {}
}
