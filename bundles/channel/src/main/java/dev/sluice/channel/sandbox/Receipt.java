/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.consensus.api.object.AccountChanges;
import dev.sluice.consensus.api.object.Event;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.TxResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a transaction did, with what its result only has hashes of.
 *
 * @param transaction hash of a client transaction; empty for others
 * @param failure why it failed, for people
 * @param abortCode if code aborted, unsigned
 */
public record Receipt(
    Optional<Hash> transaction,
    TxResult result,
    List<AccountChanges> changes,
    List<Event> events,
    Optional<String> failure,
    OptionalLong abortCode) {
  /** Copies the lists. */
  public Receipt {
    changes = List.copyOf(changes);
    events = List.copyOf(events);
  }
}
