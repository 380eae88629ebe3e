/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A set of abilities. There are only 16, so that sets may be compared by identity. */
public final class AbilitySet {
  private static final AbilitySet[] SETS = new AbilitySet[16];

  static {
    for (int bits = 0; bits < SETS.length; bits++) {
      SETS[bits] = new AbilitySet(bits);
    }
  }

  /** No ability. */
  public static final AbilitySet EMPTY = SETS[0];

  /** All abilities. */
  public static final AbilitySet ALL = SETS[15];

  /** Abilities of bool, integers and address. */
  public static final AbilitySet PRIMITIVE = of(Ability.COPY, Ability.DROP, Ability.STORE);

  /** Abilities of references. */
  public static final AbilitySet REFERENCE = of(Ability.COPY, Ability.DROP);

  /** Abilities of signer. */
  public static final AbilitySet SIGNER = of(Ability.DROP);

  /** The most abilities a vector can have. */
  public static final AbilitySet VECTOR = PRIMITIVE;

  private final int bits;

  private AbilitySet(int bits) {
    this.bits = bits;
  }

  /**
   * The set with these bits.
   *
   * @throws IndexOutOfBoundsException if {@code bits} is not in 0..15
   */
  public static AbilitySet ofBits(int bits) {
    return SETS[bits];
  }

  /** The set of these abilities. */
  public static AbilitySet of(Ability... abilities) {
    int bits = 0;
    for (Ability ability : abilities) {
      bits |= ability.bit();
    }
    return SETS[bits];
  }

  /** The set as a bit mask: copy 1, drop 2, store 4, key 8. */
  public int bits() {
    return bits;
  }

  /** Whether the ability is in this set. */
  public boolean has(Ability ability) {
    return (bits & ability.bit()) != 0;
  }

  /** Whether every ability of {@code other} is in this set. */
  public boolean containsAll(AbilitySet other) {
    return (bits & other.bits) == other.bits;
  }

  /** The abilities in both sets. */
  public AbilitySet and(AbilitySet other) {
    return SETS[bits & other.bits];
  }

  /** The abilities in either set. */
  public AbilitySet or(AbilitySet other) {
    return SETS[bits | other.bits];
  }

  /** {@code copy, drop}. */
  @Override
  public String toString() {
    return Arrays.stream(Ability.values())
        .filter(this::has)
        .map(a -> a.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
