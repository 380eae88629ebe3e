/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.HashSet;
import java.util.Set;

/** One instance while one {@link Seat} knows it. Guarded by the seat, but for the instance. */
final class Slot<S> {
  final S instance;

  /** Calls that are with the instance: {@link FutureCall}s, and a token for each blocking one. */
  final Set<Object> inFlight = new HashSet<>();

  /** Whether the instance is about to go. */
  boolean withdrawn;

  Slot(S instance) {
    this.instance = instance;
  }
}
