/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/** What may be done with values of a type. */
public enum Ability {
  /** Values may be copied. */
  COPY(1),
  /** Values may be discarded. */
  DROP(2),
  /** Values may be stored inside values in global storage. */
  STORE(4),
  /** Values may be stored at the top of global storage. */
  KEY(8);

  private final int bit;

  Ability(int bit) {
    this.bit = bit;
  }

  /** The bit of this ability in an {@link AbilitySet}. */
  public int bit() {
    return bit;
  }

  /**
   * The ability that every component of a type must have for the type to have this one. {@code key}
   * needs {@code store}, every other one needs itself.
   */
  public Ability requires() {
    return this == KEY ? STORE : this;
  }
}
