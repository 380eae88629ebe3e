/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import org.jspecify.annotations.Nullable;

/** Arguments of a function, or its results: by position, on the side that fits their type. */
public final class Frame {
  /** Values of kind LONG. */
  public final long[] longs;

  /** Values of other kinds. */
  public final @Nullable Object[] objects;

  /** Room for {@code size} values. */
  public Frame(int size) {
    longs = new long[size];
    objects = new Object[size];
  }
}
