/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.storage.api.Lease;
import dev.sluice.storage.api.Leases;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Leases among the parts of one process: the default where there is a single node. They end with
 * the process. Tokens begin at the time of day, so that they also grow over restarts, as long as
 * the clock is not set back by more than the process was down.
 */
@Component(
    service = Leases.class,
    property = {"service.ranking:Integer=-100", "sluice.leases.scope=process"},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class InProcessLeases implements Leases {
  /** Names that can be leased at one time. */
  static final int MAX_LEASES = 10_000;

  private static final int MAX_TEXT = 128;

  /** Tokens are milliseconds in the upper bits and a counter in these. */
  private static final int COUNTER_BITS = 20;

  private final Clock clock;
  private final Map<String, Lease> held = new HashMap<>();
  private long lastToken;

  /** On the system clock. */
  @Activate
  public InProcessLeases() {
    this(Clock.systemUTC());
  }

  /** On a clock of choice. */
  InProcessLeases(Clock clock) {
    this.clock = clock;
    lastToken = clock.millis() << COUNTER_BITS;
  }

  @Override
  public synchronized Optional<Lease> tryAcquire(String name, String holder, Duration duration) {
    checkText("lease name", name);
    checkText("lease holder", holder);
    checkDuration(duration);
    if (current(name).isPresent()) {
      return Optional.empty();
    }
    if (held.size() >= MAX_LEASES) {
      removeExpired();
    }
    if (held.size() >= MAX_LEASES) {
      throw new StorageException(
          StorageError.LIMIT_REACHED,
          "lease " + name + " not granted: " + MAX_LEASES + " are held. Release some");
    }
    Lease lease = new Lease(name, holder, ++lastToken, expiry(duration));
    held.put(name, lease);
    return Optional.of(lease);
  }

  @Override
  public synchronized Lease renew(Lease lease, Duration duration) {
    checkDuration(duration);
    Lease present = current(lease.name()).orElse(null);
    if (present == null || present.token() != lease.token()) {
      throw new StorageException(
          StorageError.LEASE_LOST,
          "lease "
              + lease.name()
              + " with token "
              + lease.token()
              + (present == null ? " has ended" : " now belongs to " + present.holder())
              + ": stop, and acquire it anew");
    }
    Lease renewed = new Lease(present.name(), present.holder(), present.token(), expiry(duration));
    held.put(lease.name(), renewed);
    return renewed;
  }

  @Override
  public synchronized void release(Lease lease) {
    Lease present = held.get(lease.name());
    if (present != null && present.token() == lease.token()) {
      held.remove(lease.name());
    }
  }

  @Override
  public synchronized Optional<Lease> current(String name) {
    Lease present = held.get(name);
    if (present == null || present.expires().isAfter(clock.instant())) {
      return Optional.ofNullable(present);
    }
    held.remove(name);
    return Optional.empty();
  }

  private void removeExpired() {
    Instant now = clock.instant();
    held.values().removeIf(lease -> !lease.expires().isAfter(now));
  }

  private Instant expiry(Duration duration) {
    return clock.instant().plus(duration);
  }

  private static void checkText(String what, String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new StorageException(
          StorageError.INVALID,
          "a " + what + " has 1 to " + MAX_TEXT + " characters, not " + text.length());
    }
  }

  private static void checkDuration(Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(MAX_DURATION) > 0) {
      throw new StorageException(
          StorageError.INVALID,
          "a lease lasts 1 ms to " + MAX_DURATION.toHours() + " h, not " + duration);
    }
  }
}
