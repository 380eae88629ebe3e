/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment file, written once. A file is named after {@code lastId}.
 *
 * <pre>
 *  0  magic "SLUICEPK"
 *  8  version 1 (2), kind: 1 blocks, 2 journal (2)
 * 12  first id (4)    16  last id (4)     20  salt (4)
 * 24  capacity (4)    28  previous end (4)  32  data end (4)
 * 36  zero (4)        40  base (8)        48  compacted at (8)
 * 56  zero (4)        60  CRC-32C of bytes 0..59
 * </pre>
 *
 * @param kind what the log keeps
 * @param firstId lowest segment number this file stands for; more than one after compaction or
 *     after the end of a journal was taken back
 * @param lastId highest one
 * @param salt drawn at random for each file, part of every record's checksum
 * @param capacity length of the file in bytes
 * @param previousEnd where the records of segment {@code firstId - 1} end, all of them forced; 0 if
 *     there is none
 * @param dataEnd where the records of this one end, if that was known when it was written, else 0
 * @param base sequence of the first record
 * @param compactedAt every record deleted before this sequence has been dropped from this file
 */
record SegmentHeader(
    int kind,
    int firstId,
    int lastId,
    int salt,
    int capacity,
    int previousEnd,
    int dataEnd,
    long base,
    long compactedAt) {
  static final int BYTES = 64;
  static final int BLOCKS = 1;
  static final int JOURNAL = 2;

  private static final long MAGIC = 0x534c55494345504bL;
  private static final int VERSION = 1;
  private static final int CRC = 60;

  byte[] encode() {
    byte[] bytes = new byte[BYTES];
    Bytes.putLong(bytes, 0, MAGIC);
    Bytes.putInt(bytes, 8, VERSION << 16 | kind);
    Bytes.putInt(bytes, 12, firstId);
    Bytes.putInt(bytes, 16, lastId);
    Bytes.putInt(bytes, 20, salt);
    Bytes.putInt(bytes, 24, capacity);
    Bytes.putInt(bytes, 28, previousEnd);
    Bytes.putInt(bytes, 32, dataEnd);
    Bytes.putLong(bytes, 40, base);
    Bytes.putLong(bytes, 48, compactedAt);
    Bytes.putInt(bytes, CRC, Bytes.crc(bytes, 0, CRC));
    return bytes;
  }

  /** The header in these bytes, or null if they are not an intact one of this kind and version. */
  static @Nullable SegmentHeader decode(byte[] bytes, int kind) {
    if (bytes.length < BYTES
        || Bytes.getLong(bytes, 0) != MAGIC
        || Bytes.getInt(bytes, 8) != (VERSION << 16 | kind)
        || Bytes.getInt(bytes, CRC) != Bytes.crc(bytes, 0, CRC)) {
      return null;
    }
    return new SegmentHeader(
        kind,
        Bytes.getInt(bytes, 12),
        Bytes.getInt(bytes, 16),
        Bytes.getInt(bytes, 20),
        Bytes.getInt(bytes, 24),
        Bytes.getInt(bytes, 28),
        Bytes.getInt(bytes, 32),
        Bytes.getLong(bytes, 40),
        Bytes.getLong(bytes, 48));
  }

  static String fileName(int lastId) {
    return "%08d.seg".formatted(lastId);
  }
}
