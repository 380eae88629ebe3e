/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;

/**
 * Counts the work of the passes that iterate to a fixed point, in the units of the reference
 * verifier, so that the same units pass here and there. Not thread-safe.
 */
final class Meter {
  private final long functionLimit;
  private final long moduleLimit;
  private long function;
  private long module;

  Meter(VerifierLimits limits) {
    this.functionLimit = limits.functionUnits();
    this.moduleLimit = limits.moduleUnits();
  }

  void startFunction() {
    function = 0;
  }

  void endFunction() {
    // The reference verifier goes through a 32-bit float here.
    module = add(module, (long) (float) function, moduleLimit);
  }

  void add(long units) {
    function = add(function, units, functionLimit);
  }

  void add(long unitsPerItem, long items) {
    add(unitsPerItem * items);
  }

  /** Adds {@code units} for the first item and {@code growth} times more for every next one. */
  void addGrowing(long units, long items, float growth) {
    long perItem = units;
    for (long i = 0; i < items; i++) {
      add(perItem);
      perItem = (long) (growth * (float) perItem);
    }
  }

  private static long add(long used, long units, long limit) {
    long sum = used + units;
    if (units < 0 || sum < 0 || sum > limit) {
      throw MoveException.of(
          StatusCode.CONSTRAINT_NOT_SATISFIED,
          "the code is too complex: more than " + limit + " verifier units");
    }
    return sum;
  }
}
