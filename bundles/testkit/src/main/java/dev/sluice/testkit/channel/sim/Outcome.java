/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a history went.
 *
 * @param violation the invariant that broke, if one did
 * @param trace what happened, one line each; empty unless asked for
 * @param fingerprint of every delivery and confirmation: equal histories have equal ones
 */
public record Outcome(
    Plan plan,
    Optional<Violation> violation,
    Map<Counter, Long> counters,
    List<String> trace,
    long fingerprint) {
  /** Keeps copies. */
  public Outcome {
    counters = Map.copyOf(counters);
    trace = List.copyOf(trace);
  }

  /** Whether all invariants held. */
  public boolean passed() {
    return violation.isEmpty();
  }
}
