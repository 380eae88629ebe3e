/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.consensus.api.object.AccountChanges;
import dev.sluice.consensus.api.object.Event;
import dev.sluice.consensus.api.object.TxResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a transaction did.
 *
 * @param height its number in the log
 * @param result with status 0 if it succeeded
 * @param failure why it failed, for people
 * @param abortCode where its code aborted, unsigned
 */
public record CallReport(
    long height,
    TxResult result,
    List<AccountChanges> changes,
    List<Event> events,
    Optional<String> failure,
    OptionalLong abortCode) {
  /** Keeps copies of the lists. */
  public CallReport {
    changes = List.copyOf(changes);
    events = List.copyOf(events);
  }
}
