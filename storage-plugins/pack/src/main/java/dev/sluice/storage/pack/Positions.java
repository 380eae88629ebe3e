/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.util.Arrays;

/** Offsets of every 32nd record of a journal segment, 4 bytes each. Thread-safe. */
final class Positions {
  static final int STEP = 32;

  private final long base;
  private int[] offsets = new int[16];
  private int count;

  /** For a segment whose first record has position {@code base}. */
  Positions(long base) {
    this.base = base;
  }

  /** Tells where a record is; positions grow, some may be left out. */
  synchronized void add(long position, int offset) {
    long distance = position - base;
    if (distance < 0 || distance % STEP != 0) {
      return;
    }
    int slot = Math.toIntExact(distance / STEP);
    if (slot >= offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(slot + 1, offsets.length * 2));
    }
    offsets[slot] = offset;
    count = slot + 1;
  }

  /** Offset of a record at or before {@code position}. */
  synchronized int floor(long position) {
    int slot = (int) Math.min(count - 1L, (position - base) / STEP);
    while (slot >= 0 && offsets[slot] == 0) {
      slot--;
    }
    return slot < 0 ? SegmentHeader.BYTES : offsets[slot];
  }
}
