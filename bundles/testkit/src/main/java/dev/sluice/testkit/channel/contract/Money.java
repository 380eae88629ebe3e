/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.consensus.api.object.Hash;
import java.math.BigInteger;
import java.util.Map;

/** Unsigned amounts of 64 bits, and sums of them that do not overflow. */
final class Money {
  private static final BigInteger MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private Money() {}

  /** The amount that {@code bits} stands for. */
  static BigInteger of(long bits) {
    return BigInteger.valueOf(bits).and(MASK);
  }

  static <K> void add(Map<K, BigInteger> map, K key, BigInteger amount) {
    if (amount.signum() != 0) {
      map.merge(key, amount, BigInteger::add);
      map.remove(key, BigInteger.ZERO);
    }
  }

  static void addAll(Map<Hash, BigInteger> sums, Map<Holding, BigInteger> holdings) {
    holdings.forEach((holding, amount) -> add(sums, holding.asset(), amount));
  }
}
