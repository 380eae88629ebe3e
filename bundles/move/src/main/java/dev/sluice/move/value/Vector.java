/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

/** A vector value, in the representation that fits its element type. */
public abstract sealed class Vector extends Container permits ByteVector, LongVector, ObjectVector {
  /** Smallest capacity that a vector grows to. */
  static final int MIN_CAPACITY = 8;

  /** Number of elements. */
  public int size;

  Vector(int size) {
    this.size = size;
  }

  /** Bytes of each element, without the content of containers. */
  public abstract int elementBytes();

  /** Forgets the elements, which have moved elsewhere. */
  public abstract void discard();

  /** Exchanges two elements; both indices are in range. */
  public abstract void swapElements(int i, int j);

  /**
   * Moves {@code count} elements from {@code from} on out of this vector and into {@code target} at
   * {@code at}. Both are different vectors of one type, and all positions are in range.
   */
  public abstract void moveRange(int from, int count, Vector target, int at);

  /** Whether so little of the capacity is in use that half of it must go. */
  final boolean isSparse(int capacity) {
    return capacity > 4 * MIN_CAPACITY && size < capacity >> 2;
  }

  /** The capacity to grow to for one more element. */
  static int grown(int capacity) {
    return Math.max(MIN_CAPACITY, capacity + (capacity >> 1));
  }
}
