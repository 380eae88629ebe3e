/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.gas;

import java.util.EnumMap;
import java.util.Map;

/**
 * A price list. Members of a channel must agree on it, so it has a version; a published version
 * never changes. Immutable and thread-safe.
 */
public final class GasSchedule {
  /** The first version: the prices that {@link GasCost} names. */
  public static final GasSchedule V1 = new GasSchedule(1, Map.of());

  private static final long MAX_PRICE = 1L << 31;

  private final int version;
  private final EnumMap<GasCost, Long> prices = new EnumMap<>(GasCost.class);

  private GasSchedule(int version, Map<GasCost, Long> changes) {
    this.version = version;
    for (GasCost cost : GasCost.values()) {
      prices.put(cost, cost.firstPrice());
    }
    prices.putAll(changes);
  }

  /**
   * The first version with other prices.
   *
   * @param version a number that the members agree on, not one of the published
   * @throws IllegalArgumentException if a price is negative or above 2^31
   */
  public static GasSchedule custom(int version, Map<GasCost, Long> changes) {
    changes.forEach(
        (cost, price) -> {
          if (price < 0 || price > MAX_PRICE) {
            throw new IllegalArgumentException(cost + " cannot cost " + price);
          }
        });
    return new GasSchedule(version, changes);
  }

  /** The number that members compare. */
  public int version() {
    return version;
  }

  /** The price, in units of gas. */
  public long of(GasCost cost) {
    return prices.getOrDefault(cost, 0L);
  }
}
