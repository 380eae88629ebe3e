/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

/**
 * How far a key has used up its credit for bad frames: 100 points, 10 of them back each second. Not
 * thread-safe.
 */
public final class Score {
  /** Where everyone starts, and the most there is. */
  public static final int FULL = 100;

  private static final int BACK_PER_SECOND = 10;

  private double points = FULL;
  private long lastMicros;

  /** Full credit. */
  public Score(Moment now) {
    lastMicros = now.micros();
  }

  /**
   * Takes points.
   *
   * @return whether there is credit left
   */
  public boolean take(int cost, Moment now) {
    refill(now);
    points -= cost;
    return points >= 0;
  }

  /** Whether nothing is missing, so that the score may be forgotten. */
  public boolean full(Moment now) {
    refill(now);
    return points >= FULL;
  }

  private void refill(Moment now) {
    double seconds = (now.micros() - lastMicros) / 1e6;
    points = Math.min(FULL, points + seconds * BACK_PER_SECOND);
    lastMicros = now.micros();
  }
}
