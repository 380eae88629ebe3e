/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Lease;
import dev.sluice.storage.api.Leases;
import dev.sluice.storage.api.StorageError;
import dev.sluice.testkit.StubClock;
import dev.sluice.testkit.storage.LeasesContractTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InProcessLeasesTest extends LeasesContractTest {
  private final StubClock clock = StubClock.at(Instant.parse("2030-01-01T00:00:00Z"));

  @Override
  protected Leases create() {
    return new InProcessLeases(clock);
  }

  @Override
  protected void pass(Duration duration) {
    clock.advance(duration);
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }

  @Test
  void tokensGrowOverRestarts() {
    Leases before = create();
    Lease last = null;
    for (int i = 0; i < 1000; i++) {
      last = before.tryAcquire("a", "me", Duration.ofSeconds(1)).orElseThrow();
      before.release(last);
    }
    clock.advance(Duration.ofMillis(1));
    Lease next = create().tryAcquire("a", "me", Duration.ofSeconds(1)).orElseThrow();
    assertThat(next.token()).isGreaterThan(last.token());
  }

  @Test
  void isBoundedAndForgetsWhatHasExpired() {
    Leases leases = create();
    for (int i = 0; i < InProcessLeases.MAX_LEASES; i++) {
      assertThat(leases.tryAcquire("lease " + i, "me", Duration.ofSeconds(1))).isPresent();
    }
    assertFails(
        StorageError.LIMIT_REACHED, () -> leases.tryAcquire("b", "me", Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(leases.tryAcquire("b", "me", Duration.ofSeconds(1))).isPresent();
  }
}
