/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import java.time.Duration;
import java.util.Optional;

/** Smoothed round trip, by the rule of RFC 6298. Thread-safe. */
public final class RoundTrip {
  private static final int SMOOTHING = 8;
  private static final int VARIATION_SMOOTHING = 4;

  private long smoothed = -1;
  private long variation;

  /** Takes a sample, in microseconds. */
  public synchronized void sample(long micros) {
    if (smoothed < 0) {
      smoothed = micros;
      variation = micros / 2;
    } else {
      variation += (Math.abs(micros - smoothed) - variation) / VARIATION_SMOOTHING;
      smoothed += (micros - smoothed) / SMOOTHING;
    }
  }

  /** The smoothed round trip, once there was a sample. */
  public synchronized Optional<Duration> smoothed() {
    return smoothed < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(smoothed * 1_000));
  }

  /** Smoothed difference of samples from it. */
  public synchronized Duration variation() {
    return Duration.ofNanos(variation * 1_000);
  }
}
