/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.move.gas.Meter;
import java.util.Arrays;

/** A vector&lt;u8&gt; or vector&lt;bool&gt;. */
public final class ByteVector extends Vector {
  private static final byte[] NONE = {};

  /** The elements, of which the first {@link #size} are in use. */
  public byte[] elements;

  /** A vector that takes over {@code elements}, all of them in use. */
  public ByteVector(byte[] elements) {
    super(elements.length);
    this.elements = elements;
  }

  /** A vector without elements. */
  public static ByteVector empty() {
    return new ByteVector(NONE);
  }

  @Override
  public int elementBytes() {
    return Footprint.BYTE;
  }

  @Override
  public long footprint() {
    return Footprint.VECTOR + (long) size * Footprint.BYTE;
  }

  @Override
  public ByteVector copy(Meter meter) {
    meter.chargeCopy(footprint());
    return new ByteVector(size == 0 ? NONE : Arrays.copyOf(elements, size));
  }

  @Override
  public boolean contentEquals(Container other, Meter meter) {
    ByteVector that = (ByteVector) other;
    meter.chargeCompare(Math.min(footprint(), that.footprint()));
    return Arrays.equals(elements, 0, size, that.elements, 0, that.size);
  }

  @Override
  public int compareContent(Container other, Meter meter) {
    ByteVector that = (ByteVector) other;
    meter.chargeCompare(Math.min(footprint(), that.footprint()));
    return Arrays.compareUnsigned(elements, 0, size, that.elements, 0, that.size);
  }

  /** A copy of the elements. */
  public byte[] toArray() {
    return Arrays.copyOf(elements, size);
  }

  /** Appends an element; the caller accounts for its memory. */
  public void push(byte value) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, grown(size));
    }
    elements[size++] = value;
  }

  /** Removes and returns the last element of a vector that is not empty. */
  public byte pop() {
    byte last = elements[--size];
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
    byte element = elements[i];
    elements[i] = elements[j];
    elements[j] = element;
  }

  @Override
  public void moveRange(int from, int count, Vector target, int at) {
    ByteVector to = (ByteVector) target;
    byte[] merged = new byte[to.size + count];
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
    ByteVector that = (ByteVector) other;
    elements = that.elements;
    size = that.size;
  }

  @Override
  public void swap(Container other) {
    ByteVector mine = new ByteVector(elements);
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
