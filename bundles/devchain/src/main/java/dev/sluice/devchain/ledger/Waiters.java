/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Who waits for which transaction. Thread-safe. */
final class Waiters {
  private final Map<Bytes, Set<Runnable>> byHash = new HashMap<>();

  synchronized void add(Bytes hash, Runnable whenDone) {
    byHash
        .computeIfAbsent(hash, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
        .add(whenDone);
  }

  synchronized void remove(Bytes hash, Runnable whenDone) {
    byHash.computeIfPresent(
        hash,
        (key, waiting) -> {
          waiting.remove(whenDone);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  void complete(Bytes hash) {
    Set<Runnable> waiting;
    synchronized (this) {
      waiting = byHash.remove(hash);
    }
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }
}
