/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

/** A field that several variants of an enum have, for {@link Op#VARIANT_SLOT}. */
public final class VariantField {
  /** Stands for a variant without the field, or one the instruction is not for. */
  public static final int ABSENT = -1;

  private final int[] slots;

  /** The field with these slots by variant. */
  VariantField(int[] slots) {
    this.slots = slots.clone();
  }

  /** The slot in values of a variant, or {@link #ABSENT}. */
  public int slot(int variant) {
    return slots[variant];
  }
}
