/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The steps of a fetch. Used by one thread at a time. */
final class Trace {
  private final LongSupplier nanoTime;
  private final List<Provenance.Step> steps = new ArrayList<>();
  private long last;

  Trace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** What was done since the step before. */
  void add(String name, String detail) {
    long now = nanoTime.getAsLong();
    if (steps.size() < Provenance.MAX_STEPS) {
      steps.add(new Provenance.Step(name, detail, Duration.ofNanos(now - last)));
    }
    last = now;
  }

  List<Provenance.Step> steps() {
    return steps;
  }
}
