/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.gas;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;

/**
 * What one call has left of its gas and of its memory. Both run by the schedule alone, so that
 * every member stops at the same place. Not thread-safe.
 */
public final class Meter {
  /**
   * Gas left. The interpreter keeps it in a local variable between the instructions that need the
   * meter.
   */
  public long gas;

  private long memory;
  private final long memoryLimit;
  private final long copyCost;
  private final long compareCost;

  /** A meter for one call. */
  public Meter(GasSchedule schedule, long gasLimit, long memoryLimit) {
    this.gas = gasLimit;
    this.memoryLimit = memoryLimit;
    this.copyCost = schedule.of(GasCost.COPY_EIGHT_BYTES);
    this.compareCost = schedule.of(GasCost.COMPARE_EIGHT_BYTES);
  }

  /**
   * Takes {@code amount} units of gas.
   *
   * @throws MoveException OUT_OF_GAS
   */
  public void charge(long amount) {
    gas -= amount;
    if (gas < 0) {
      throw outOfGas();
    }
  }

  /** The failure of a call that has no gas left. */
  public static MoveException outOfGas() {
    return MoveException.of(StatusCode.OUT_OF_GAS, "");
  }

  /**
   * Counts {@code bytes} that a new value takes.
   *
   * @throws MoveException MEMORY_LIMIT_EXCEEDED
   */
  public void allocate(long bytes) {
    memory += bytes;
    if (memory > memoryLimit) {
      throw MoveException.of(
          StatusCode.MEMORY_LIMIT_EXCEEDED, "values take more than " + memoryLimit + " bytes");
    }
  }

  /** Counts {@code bytes} as free again. */
  public void free(long bytes) {
    memory -= bytes;
  }

  /** Bytes that all values of the call take now. */
  public long memory() {
    return memory;
  }

  /** Pays for copying {@code bytes} and counts them. */
  public void chargeCopy(long bytes) {
    charge(((bytes + 7) >> 3) * copyCost);
    allocate(bytes);
  }

  /** Pays for comparing {@code bytes}. */
  public void chargeCompare(long bytes) {
    charge(((bytes + 7) >> 3) * compareCost);
  }
}
