/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.TimerName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The member's timers: each name runs at most once, an older generation is not heard any more. */
final class Timers {
  private final List<Output> out;
  private final Map<TimerName, Long> running = new EnumMap<>(TimerName.class);
  private long generation;

  Timers(List<Output> out) {
    this.out = out;
  }

  /** Runs a timer, in place of the one that may run. */
  void set(TimerName name, long delay) {
    generation++;
    running.put(name, generation);
    out.add(new Output.SetTimer(name, generation, Math.max(0, delay)));
  }

  /** Runs a timer unless it runs. */
  void start(TimerName name, long delay) {
    if (!running.containsKey(name)) {
      set(name, delay);
    }
  }

  void cancel(TimerName name) {
    if (running.remove(name) != null) {
      out.add(new Output.CancelTimer(name));
    }
  }

  void cancelAll() {
    for (TimerName name : TimerName.values()) {
      cancel(name);
    }
  }

  boolean isRunning(TimerName name) {
    return running.containsKey(name);
  }

  /** Whether the timer that ran out is the one that runs; it does not run any more then. */
  boolean fired(TimerName name, long firedGeneration) {
    return running.remove(name, firedGeneration);
  }
}
