/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the body of each record. All numbers are big-endian; a record starts at a
 * multiple of 8.
 *
 * <pre>
 *  0  type, 1 byte, and body length, 3 bytes
 *  4  forced: everything in this segment before 8 * forced was on the device when this was written
 *  8  sequence: journal position, or number of the record in the block log
 * 16  CRC-32C of the body
 * 20  CRC-32C of bytes 0..19 and of the key, xor salt of the segment, xor offset / 8
 * 24  key, only of BLOCK and DELETE: digest (32), codec (4)
 * </pre>
 *
 * The key is covered by the header's checksum, so that a block whose body is damaged is still known
 * by name. Salt and offset keep a copy of a record, stored as the content of another one, from
 * being taken for a record.
 *
 * @param forced offset, a multiple of 8
 * @param id of BLOCK and DELETE, else null
 */
record RecordHeader(
    int type, int bodyLength, int forced, long sequence, int bodyCrc, @Nullable BlockId id) {
  /** A block. */
  static final int BLOCK = 1;

  /** A block is gone; the body names the segment that holds it (4 bytes). */
  static final int DELETE = 2;

  /** A record of a journal. */
  static final int ENTRY = 3;

  /** First position and checkpoint of a journal. */
  static final int STATE = 4;

  static final int BYTES = 24;
  static final int KEY_BYTES = 36;
  static final int MAX_BODY = 1 << 20;

  private static final int ALIGNMENT = 8;
  private static final int BODY_CRC = 16;
  private static final int HEADER_CRC = 20;

  static boolean hasKey(int type) {
    return type == BLOCK || type == DELETE;
  }

  static int bodyOffset(int type) {
    return hasKey(type) ? BYTES + KEY_BYTES : BYTES;
  }

  /** Bytes a record takes on disk. */
  static int totalBytes(int type, int bodyLength) {
    return (bodyOffset(type) + bodyLength + ALIGNMENT - 1) & -ALIGNMENT;
  }

  int bodyOffset() {
    return bodyOffset(type);
  }

  int totalBytes() {
    return totalBytes(type, bodyLength);
  }

  /** Writes this header at {@code at}, for a record at {@code offset} of the segment. */
  void encode(byte[] target, int at, int salt, int offset) {
    Bytes.putInt(target, at, type << 24 | bodyLength);
    Bytes.putInt(target, at + 4, forced >>> 3);
    Bytes.putLong(target, at + 8, sequence);
    Bytes.putInt(target, at + BODY_CRC, bodyCrc);
    if (id != null) {
      Bytes.putId(target, at + BYTES, id);
    }
    Bytes.putInt(target, at + HEADER_CRC, checksum(target, at, type, salt, offset));
  }

  /**
   * Reads the header at {@code at}, or returns null if there is none that is intact within {@code
   * available} bytes.
   */
  static @Nullable RecordHeader decode(byte[] source, int at, int available, int salt, int offset) {
    if (available < BYTES) {
      return null;
    }
    int type = source[at];
    int length = Bytes.getInt(source, at) & 0xffffff;
    if (type < BLOCK
        || type > STATE
        || length > MAX_BODY
        || available < bodyOffset(type)
        || Bytes.getInt(source, at + HEADER_CRC) != checksum(source, at, type, salt, offset)) {
      return null;
    }
    return new RecordHeader(
        type,
        length,
        Bytes.getInt(source, at + 4) << 3,
        Bytes.getLong(source, at + 8),
        Bytes.getInt(source, at + BODY_CRC),
        hasKey(type) ? Bytes.getId(source, at + BYTES) : null);
  }

  private static int checksum(byte[] bytes, int at, int type, int salt, int offset) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, HEADER_CRC);
    if (hasKey(type)) {
      crc.update(bytes, at + BYTES, KEY_BYTES);
    }
    return (int) crc.getValue() ^ salt ^ offset >>> 3;
  }
}
