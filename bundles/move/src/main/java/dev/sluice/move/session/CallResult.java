/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.Event;
import java.util.List;
import java.util.Optional;

/**
 * How a call ended. A call that failed has no values, changes or events.
 *
 * @param failure why it failed, empty if it did not
 * @param values the results; of a reference what it refers to
 * @param gasUsed the gas it took; the limit if it ran out
 * @param changes what it changed
 * @param events what it emitted, in order
 */
public record CallResult(
    Optional<MoveException> failure,
    List<Value> values,
    long gasUsed,
    ChangeSet changes,
    List<Event> events) {
  /** A result. */
  public record Value(TypeTag type, Bytes bcs) {}

  /** Copies the lists. */
  public CallResult {
    values = List.copyOf(values);
    events = List.copyOf(events);
  }

  static CallResult failed(MoveException failure, long gasUsed) {
    return new CallResult(Optional.of(failure), List.of(), gasUsed, ChangeSet.EMPTY, List.of());
  }

  /** EXECUTED, or the status of the failure. */
  public StatusCode status() {
    return failure.map(MoveException::status).orElse(StatusCode.EXECUTED);
  }

  /** Whether the call ended well. */
  public boolean isExecuted() {
    return failure.isEmpty();
  }
}
