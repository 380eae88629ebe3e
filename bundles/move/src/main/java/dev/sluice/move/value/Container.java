/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.move.gas.Meter;

/**
 * A struct, enum or vector value. It is owned by exactly one local, stack slot, field, element or
 * storage slot; a Move reference to it is a Java reference to it. Fields of the subclasses are open
 * to the engine for speed.
 */
public abstract sealed class Container permits Struct, Vector {
  Container() {}

  /** Bytes of memory this value counts for by the schedule, all parts included. */
  public abstract long footprint();

  /** A deep copy, paid for from {@code meter} as it grows. */
  public abstract Container copy(Meter meter);

  /**
   * Whether both have the same content. Both are of one Move type.
   *
   * @param meter pays for what is compared
   */
  public abstract boolean contentEquals(Container other, Meter meter);

  /**
   * Orders two values of one Move type: numbers by value, addresses by bytes, vectors by the first
   * difference and then by length, structs field by field, enums by variant first.
   *
   * @param meter pays for what is compared
   */
  public abstract int compareContent(Container other, Meter meter);

  /**
   * Takes over the content of {@code other}, which must not be used any more. References to this
   * object then see the new content. The old content must have been released before.
   */
  public abstract void become(Container other);

  /** Exchanges contents. */
  public abstract void swap(Container other);

  /**
   * Ends this value: its memory is given back to {@code meter} and it becomes empty, so that a
   * forgotten pointer to it keeps nothing alive.
   */
  public abstract void release(Meter meter);
}
