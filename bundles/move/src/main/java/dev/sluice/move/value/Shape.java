/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

/**
 * How the fields of a struct, or of one variant of an enum, are laid out in memory. Immutable and
 * thread-safe.
 */
public final class Shape {
  /** Number of the variant; 0 for structs. */
  public final int variant;

  /** Number of fields kept in {@link Struct#longs}. */
  public final int longCount;

  /** Number of fields kept in {@link Struct#objects}. */
  public final int objectCount;

  /** Bytes of the value without the content of nested containers. */
  public final int bytes;

  private final boolean[] isLong;
  private final int[] slots;

  /**
   * Lays out fields in order.
   *
   * @param variant number of the variant, 0 for structs
   * @param isLong for each field, whether it is a {@code long}
   * @param slotBytes for each field, its bytes by {@link Footprint}
   */
  public Shape(int variant, boolean[] isLong, int[] slotBytes) {
    this.variant = variant;
    this.isLong = isLong.clone();
    this.slots = new int[isLong.length];
    int longs = 0;
    int objects = 0;
    int total = Footprint.STRUCT;
    for (int i = 0; i < isLong.length; i++) {
      slots[i] = isLong[i] ? longs++ : objects++;
      total += slotBytes[i];
    }
    this.longCount = longs;
    this.objectCount = objects;
    this.bytes = total;
  }

  /** Number of fields. */
  public int fieldCount() {
    return slots.length;
  }

  /** Whether the field is kept in {@link Struct#longs}. */
  public boolean isLong(int field) {
    return isLong[field];
  }

  /** Where the field is in its array. */
  public int slot(int field) {
    return slots[field];
  }
}
