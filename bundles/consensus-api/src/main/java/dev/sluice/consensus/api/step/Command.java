/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;

/** What an operator or a local client asks of its member. */
public sealed interface Command {
  /**
   * Notes that the member key was made just now, before the contract hears of it (rule 7). Given
   * once, for a key that was made together with its journal. Answered by {@link
   * Publication.KeyReady}.
   */
  record KeyBorn() implements Command {}

  /** Leaves the channel. */
  record Leave(SignedLeave request) implements Command {}

  /** Asks to close the channel. */
  record Close(SignedClose request) implements Command {}

  /** Asks the leader's node for a checkpoint; without effect elsewhere. */
  record Checkpoint() implements Command {}

  /** Opens an exit. */
  record OpenExit() implements Command {}

  /** Proposes to the contract to settle the outstanding checkpoint by vote (rule 22). */
  record ProposeSettlement() implements Command {}

  /** Consents to a joiner. */
  record Approve(JoinApproval approval) implements Command {}

  /** Names a watcher until a time. */
  record Watch(AccountAddress watcher, long validUntil) implements Command {}

  /** Gives up everything that runs. */
  record Stop() implements Command {}
}
