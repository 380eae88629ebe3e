/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.move.gas.Meter;
import java.util.Arrays;

/** A vector of u16, u32 or u64. */
public final class LongVector extends Vector {
  private static final long[] NONE = {};

  /** The elements, of which the first {@link #size} are in use. */
  public long[] elements;

  /** A vector that takes over {@code elements}, all of them in use. */
  public LongVector(long[] elements) {
    super(elements.length);
    this.elements = elements;
  }

  /** A vector without elements. */
  public static LongVector empty() {
    return new LongVector(NONE);
  }

  @Override
  public int elementBytes() {
    return Footprint.LONG;
  }

  @Override
  public long footprint() {
    return Footprint.VECTOR + (long) size * Footprint.LONG;
  }

  @Override
  public LongVector copy(Meter meter) {
    meter.chargeCopy(footprint());
    return new LongVector(size == 0 ? NONE : Arrays.copyOf(elements, size));
  }

  @Override
  public boolean contentEquals(Container other, Meter meter) {
    LongVector that = (LongVector) other;
    meter.chargeCompare(Math.min(footprint(), that.footprint()));
    return Arrays.equals(elements, 0, size, that.elements, 0, that.size);
  }

  @Override
  public int compareContent(Container other, Meter meter) {
    LongVector that = (LongVector) other;
    meter.chargeCompare(Math.min(footprint(), that.footprint()));
    return Arrays.compareUnsigned(elements, 0, size, that.elements, 0, that.size);
  }

  /** Appends an element; the caller accounts for its memory. */
  public void push(long value) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, grown(size));
    }
    elements[size++] = value;
  }

  /** Removes and returns the last element of a vector that is not empty. */
  public long pop() {
    long last = elements[--size];
    shrink();
    return last;
  }

  private void shrink() {
    if (isSparse(elements.length)) {
      elements = Arrays.copyOf(elements, elements.length >> 1);
    }
  }

  @Override
  public void swapElements(int i, int j) {
    long element = elements[i];
    elements[i] = elements[j];
    elements[j] = element;
  }

  @Override
  public void moveRange(int from, int count, Vector target, int at) {
    LongVector to = (LongVector) target;
    long[] merged = new long[to.size + count];
    System.arraycopy(to.elements, 0, merged, 0, at);
    System.arraycopy(elements, from, merged, at, count);
    System.arraycopy(to.elements, at, merged, at + count, to.size - at);
    to.elements = merged;
    to.size = merged.length;
    System.arraycopy(elements, from + count, elements, from, size - from - count);
    size -= count;
    shrink();
  }

  @Override
  public void become(Container other) {
    LongVector that = (LongVector) other;
    elements = that.elements;
    size = that.size;
  }

  @Override
  public void swap(Container other) {
    LongVector mine = new LongVector(elements);
    mine.size = size;
    become(other);
    other.become(mine);
  }

  @Override
  public void release(Meter meter) {
    meter.free(footprint());
    discard();
  }

  @Override
  public void discard() {
    elements = NONE;
    size = 0;
  }
}
