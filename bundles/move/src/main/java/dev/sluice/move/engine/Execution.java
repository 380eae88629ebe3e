/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.PublishRequest;
import dev.sluice.move.state.TransactionContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call: its limits, what it reads and writes, and what it has emitted. Not thread-safe. */
public final class Execution {
  /** Most different generic functions that one call may use. */
  public static final int MAX_INSTANTIATIONS = 10_000;

  private final Meter meter;
  private final Storage storage;
  private final GasSchedule schedule;
  private final TransactionContext transaction;
  private final List<Event> events = new ArrayList<>();
  private final BitSet used = new BitSet();
  private int usedCount;
  private int tables;
  private long uniqueAddresses;
  private @Nullable PublishRequest publishRequest;

  /** A call about to start. */
  public Execution(
      Meter meter, Storage storage, GasSchedule schedule, TransactionContext transaction) {
    this.meter = meter;
    this.storage = storage;
    this.schedule = schedule;
    this.transaction = transaction;
  }

  /** Gas and memory. */
  public Meter meter() {
    return meter;
  }

  /** Global storage. */
  public Storage storage() {
    return storage;
  }

  /** The prices. */
  public GasSchedule schedule() {
    return schedule;
  }

  /** The transaction. */
  public TransactionContext transaction() {
    return transaction;
  }

  /** The events so far, in order. */
  public List<Event> events() {
    return events;
  }

  /** What the call asked to publish. */
  public Optional<PublishRequest> publishRequest() {
    return Optional.ofNullable(publishRequest);
  }

  boolean requestPublish(PublishRequest request) {
    if (publishRequest != null) {
      return false;
    }
    publishRequest = request;
    return true;
  }

  int nextTable() {
    return tables++;
  }

  long nextUniqueAddress() {
    return ++uniqueAddresses;
  }

  /**
   * Charges the first use of a generic function; to be called before its code is asked for.
   *
   * @throws MoveException OUT_OF_GAS, MEMORY_LIMIT_EXCEEDED, or EXECUTION_LIMIT_REACHED if the call
   *     uses too many
   */
  public void use(LoadedFunction generic) {
    if (!used.get(generic.genericId)) {
      if (++usedCount > MAX_INSTANTIATIONS) {
        throw MoveException.of(
            StatusCode.EXECUTION_LIMIT_REACHED,
            "more than " + MAX_INSTANTIATIONS + " generic functions in one call");
      }
      meter.charge(generic.firstUseGas);
      meter.allocate(generic.firstUseBytes);
      used.set(generic.genericId);
    }
  }
}
