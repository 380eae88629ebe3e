/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.util.function.LongSupplier;

/**
 * The work that reading one answer may take. Used by one thread.
 *
 * <p>Input and formula are both written by strangers, and a short formula over a short text can
 * take ages: everything that walks over them counts its steps here.
 */
public final class Budget {
  /** Most steps of one formula. */
  public static final long MAX_STEPS = 2_000_000;

  /** Steps between two looks at the clock. */
  private static final int CLOCK = 256;

  private final LongSupplier nanoTime;
  private final long deadline;
  private long left;
  private int untilClock = CLOCK;

  /**
   * A budget.
   *
   * @param steps most steps
   * @param deadline by {@code nanoTime}
   * @param nanoTime clock
   */
  public Budget(long steps, long deadline, LongSupplier nanoTime) {
    this.left = steps;
    this.deadline = deadline;
    this.nanoTime = nanoTime;
  }

  /**
   * Counts one step.
   *
   * @throws FetchException {@link Code#TOO_LARGE} or {@link Code#TIMEOUT} when there is nothing
   *     left
   */
  void step() {
    spend(1);
  }

  /** Counts several steps. */
  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new FetchException(
          Code.TOO_LARGE, "the formula takes too many steps on this answer; ask for less");
    }
    untilClock--;
    if (untilClock <= 0) {
      untilClock = CLOCK;
      checkClock();
    }
  }

  /** Looks at the clock. */
  void checkClock() {
    if (nanoTime.getAsLong() - deadline > 0) {
      throw new FetchException(Code.TIMEOUT, "the formula takes too long on this answer");
    }
  }
}
