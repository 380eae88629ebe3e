/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts failed logins per address in a window. Thread-safe, bounded. */
final class FailedLogins {
  private record Count(Instant since, int failures) {}

  private final Clock clock;
  private final LinkedHashMap<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > Limits.ADDRESSES;
        }
      };

  FailedLogins(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean blocked(String address) {
    return current(address).failures() >= Limits.FAILED_LOGINS;
  }

  synchronized void add(String address) {
    Count count = current(address);
    counts.put(address, new Count(count.since(), count.failures() + 1));
  }

  private Count current(String address) {
    Instant now = clock.instant();
    Count count = counts.get(address);
    boolean over =
        count == null
            || count.since().plus(Duration.ofSeconds(Limits.LOGIN_WINDOW_SECONDS)).isBefore(now);
    return over ? new Count(now, 0) : count;
  }
}
