/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

/**
 * Where a record is, in one number: segment (24 bits), offset / 8 (25 bits), length / 64 rounded up
 * (15 bits). Never 0, since segments count from 1.
 */
final class Location {
  static final int MAX_SEGMENT = (1 << 24) - 1;
  static final int MAX_SEGMENT_BYTES = 1 << 28;

  private static final int LENGTH_BITS = 15;
  private static final int OFFSET_BITS = 25;
  private static final int LENGTH_UNIT = 64;

  private Location() {}

  static long of(int segment, int offset, int length) {
    return (long) segment << (OFFSET_BITS + LENGTH_BITS)
        | (long) (offset >>> 3) << LENGTH_BITS
        | (length + LENGTH_UNIT - 1) / LENGTH_UNIT;
  }

  static int segment(long location) {
    return (int) (location >>> (OFFSET_BITS + LENGTH_BITS));
  }

  static int offset(long location) {
    return (int) (location >>> LENGTH_BITS & ((1 << OFFSET_BITS) - 1)) << 3;
  }

  /** At least the bytes of the record, at most 63 more. */
  static int length(long location) {
    return (int) (location & ((1 << LENGTH_BITS) - 1)) * LENGTH_UNIT;
  }
}
