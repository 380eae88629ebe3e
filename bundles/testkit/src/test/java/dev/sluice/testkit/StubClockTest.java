/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class StubClockTest {
  @Test
  void movesOnlyWhenTold() {
    StubClock clock = StubClock.at(Instant.EPOCH);
    Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    clock.advance(Duration.ofMillis(1500));
    assertThat(clock.millis()).isEqualTo(1500);
    assertThat(elsewhere.millis()).isEqualTo(1500);
    clock.set(Instant.ofEpochSecond(7));
    assertThat(elsewhere.instant()).isEqualTo(Instant.ofEpochSecond(7));
  }
}
