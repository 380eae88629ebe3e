/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.move.gas.Meter;
import java.util.Arrays;

/** A vector of any other element type. */
public final class ObjectVector extends Vector {
  private static final Object[] NONE = {};

  /** The elements, of which the first {@link #size} are in use; the rest is {@code null}. */
  public Object[] elements;

  private final int elementBytes;

  /**
   * A vector that takes over {@code elements}, all of them in use.
   *
   * @param elementBytes bytes of one element by {@link Footprint}
   */
  public ObjectVector(int elementBytes, Object[] elements) {
    super(elements.length);
    this.elementBytes = elementBytes;
    this.elements = elements;
  }

  /** A vector without elements. */
  public static ObjectVector empty(int elementBytes) {
    return new ObjectVector(elementBytes, NONE);
  }

  @Override
  public int elementBytes() {
    return elementBytes;
  }

  /** Bytes without the content of containers. */
  private long ownBytes() {
    return Footprint.VECTOR + (long) size * elementBytes;
  }

  @Override
  public long footprint() {
    long total = ownBytes();
    if (elementBytes == Footprint.POINTER) {
      for (int i = 0; i < size; i++) {
        total += ((Container) elements[i]).footprint();
      }
    }
    return total;
  }

  @Override
  public ObjectVector copy(Meter meter) {
    meter.chargeCopy(ownBytes());
    Object[] copies = size == 0 ? NONE : Arrays.copyOf(elements, size);
    if (elementBytes == Footprint.POINTER) {
      for (int i = 0; i < copies.length; i++) {
        copies[i] = ((Container) copies[i]).copy(meter);
      }
    }
    return new ObjectVector(elementBytes, copies);
  }

  @Override
  public boolean contentEquals(Container other, Meter meter) {
    ObjectVector that = (ObjectVector) other;
    if (size != that.size) {
      return false;
    }
    meter.chargeCompare(ownBytes());
    for (int i = 0; i < size; i++) {
      if (!Values.equal(elements[i], that.elements[i], meter)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareContent(Container other, Meter meter) {
    ObjectVector that = (ObjectVector) other;
    int common = Math.min(size, that.size);
    meter.chargeCompare(Footprint.VECTOR + (long) common * elementBytes);
    for (int i = 0; i < common; i++) {
      int order = Values.compare(elements[i], that.elements[i], meter);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(size, that.size);
  }

  /** Appends an element; the caller accounts for its memory. */
  public void push(Object value) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, grown(size));
    }
    elements[size++] = value;
  }

  /** Removes and returns the last element of a vector that is not empty. */
  public Object pop() {
    Object last = elements[--size];
    elements[size] = null;
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
    Object element = elements[i];
    elements[i] = elements[j];
    elements[j] = element;
  }

  @Override
  public void moveRange(int from, int count, Vector target, int at) {
    ObjectVector to = (ObjectVector) target;
    Object[] merged = new Object[to.size + count];
    System.arraycopy(to.elements, 0, merged, 0, at);
    System.arraycopy(elements, from, merged, at, count);
    System.arraycopy(to.elements, at, merged, at + count, to.size - at);
    to.elements = merged;
    to.size = merged.length;
    System.arraycopy(elements, from + count, elements, from, size - from - count);
    Arrays.fill(elements, size - count, size, null);
    size -= count;
    shrink();
  }

  @Override
  public void become(Container other) {
    ObjectVector that = (ObjectVector) other;
    elements = that.elements;
    size = that.size;
  }

  @Override
  public void swap(Container other) {
    ObjectVector mine = new ObjectVector(elementBytes, elements);
    mine.size = size;
    become(other);
    other.become(mine);
  }

  @Override
  public void release(Meter meter) {
    meter.free(ownBytes());
    if (elementBytes == Footprint.POINTER) {
      for (int i = 0; i < size; i++) {
        ((Container) elements[i]).release(meter);
      }
    }
    discard();
  }

  @Override
  public void discard() {
    elements = NONE;
    size = 0;
  }
}
