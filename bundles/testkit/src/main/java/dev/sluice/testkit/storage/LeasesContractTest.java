/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Lease;
import dev.sluice.storage.api.Leases;
import dev.sluice.storage.api.StorageError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Leases} must do. Extend it and say how to make one and how time passes. */
public abstract class LeasesContractTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  private Leases leases;

  /** Leases none of which is taken. */
  protected abstract Leases create() throws Exception;

  /** Lets {@code duration} pass on the clock of the service. */
  protected abstract void pass(Duration duration) throws Exception;

  /** What that clock shows. */
  protected abstract Instant now();

  @BeforeEach
  void createLeases() throws Exception {
    leases = create();
  }

  @Test
  void hasOneHolderAtATime() {
    Lease lease = leases.tryAcquire("a", "me", TEN).orElseThrow();
    assertThat(lease.name()).isEqualTo("a");
    assertThat(lease.holder()).isEqualTo("me");
    assertThat(lease.expires()).isEqualTo(now().plus(TEN));
    assertThat(leases.current("a")).contains(lease);
    assertThat(leases.tryAcquire("a", "you", TEN)).isEmpty();
    assertThat(leases.tryAcquire("a", "me", TEN)).isEmpty();
    assertThat(leases.tryAcquire("b", "you", TEN)).isPresent();
  }

  @Test
  void expires() throws Exception {
    Lease mine = leases.tryAcquire("a", "me", TEN).orElseThrow();
    pass(TEN.minusMillis(1));
    assertThat(leases.tryAcquire("a", "you", TEN)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(leases.current("a")).isEmpty();
    assertFails(StorageError.LEASE_LOST, () -> leases.renew(mine, TEN));
    Lease yours = leases.tryAcquire("a", "you", TEN).orElseThrow();
    assertThat(yours.token()).isGreaterThan(mine.token());
    assertFails(StorageError.LEASE_LOST, () -> leases.renew(mine, TEN));
    leases.release(mine);
    assertThat(leases.current("a")).contains(yours);
  }

  @Test
  void isRenewedWithItsToken() throws Exception {
    Lease lease = leases.tryAcquire("a", "me", TEN).orElseThrow();
    pass(Duration.ofSeconds(9));
    Lease renewed = leases.renew(lease, TEN);
    assertThat(renewed.token()).isEqualTo(lease.token());
    assertThat(renewed.expires()).isEqualTo(now().plus(TEN));
    pass(Duration.ofSeconds(9));
    assertThat(leases.current("a")).contains(renewed);
    leases.renew(lease, TEN);
  }

  @Test
  void isGivenBack() {
    Lease lease = leases.tryAcquire("a", "me", TEN).orElseThrow();
    leases.release(lease);
    leases.release(lease);
    assertThat(leases.current("a")).isEmpty();
    assertFails(StorageError.LEASE_LOST, () -> leases.renew(lease, TEN));
    Lease next = leases.tryAcquire("a", "me", TEN).orElseThrow();
    assertThat(next.token()).isGreaterThan(lease.token());
  }

  @Test
  void refusesBadArguments() {
    assertFails(StorageError.INVALID, () -> leases.tryAcquire("", "me", TEN));
    assertFails(StorageError.INVALID, () -> leases.tryAcquire("x".repeat(129), "me", TEN));
    assertFails(StorageError.INVALID, () -> leases.tryAcquire("a", "", TEN));
    assertFails(StorageError.INVALID, () -> leases.tryAcquire("a", "me", Duration.ZERO));
    assertFails(
        StorageError.INVALID,
        () -> leases.tryAcquire("a", "me", Leases.MAX_DURATION.plusMillis(1)));
    assertThat(leases.tryAcquire("a", "me", Leases.MAX_DURATION)).isPresent();
  }

  @Test
  void isGrantedToOneOfManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        String name = "lease " + round;
        List<Callable<Optional<Lease>>> attempts = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
          String holder = "holder " + t;
          attempts.add(() -> leases.tryAcquire(name, holder, TEN));
        }
        int granted = 0;
        for (Future<Optional<Lease>> attempt : threads.invokeAll(attempts)) {
          granted += attempt.get().isPresent() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
