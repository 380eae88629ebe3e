/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Records that were written and forced together. On disk: magic u32, length u32 of the payload,
 * number u64, count u32 of records, CRC-32C u32 over all of it but itself; then the payload, in it
 * for each record its length u32 and bytes. Little endian.
 *
 * @param number of the group, counted from 0
 */
record Group(long number, List<byte[]> records) {
  static final int MAGIC = 0x4A56_4C53;
  static final int HEADER = 24;
  static final int RECORD_HEADER = 4;

  /** Most bytes of records in a group. */
  static final int MAX_PAYLOAD = 8 << 20;

  private static final int CRC_AT = 20;

  static ByteBuffer encode(long number, List<byte[]> records) {
    int payload = 0;
    for (byte[] record : records) {
      payload += RECORD_HEADER + record.length;
    }
    ByteBuffer out = ByteBuffer.allocate(HEADER + payload).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(payload).putLong(number).putInt(records.size()).putInt(0);
    for (byte[] record : records) {
      out.putInt(record.length).put(record);
    }
    out.putInt(CRC_AT, crc(out.array(), 0, payload));
    return out.flip();
  }

  private static int crc(byte[] bytes, int at, int payload) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CRC_AT);
    crc.update(bytes, at + HEADER, payload);
    return (int) crc.getValue();
  }

  /** Bytes of the frame at {@code at} by its header; -1 if this is no header. */
  static int frameLength(byte[] bytes, int at) {
    if (bytes.length - at < HEADER) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int payload = in.getInt(at + 4);
    if (in.getInt(at) != MAGIC || payload < 0 || payload > MAX_PAYLOAD) {
      return -1;
    }
    return HEADER + payload;
  }

  /** The group whose frame begins at {@code at}; empty if there is no whole and sound one. */
  static Optional<Group> read(byte[] bytes, int at) {
    int length = frameLength(bytes, at);
    if (length < 0 || bytes.length - at < length) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(at + CRC_AT) != crc(bytes, at, length - HEADER)) {
      return Optional.empty();
    }
    long number = in.getLong(at + 8);
    int count = in.getInt(at + 16);
    List<byte[]> records = new ArrayList<>();
    in.position(at + HEADER).limit(at + length);
    for (int i = 0; i < count; i++) {
      if (in.remaining() < RECORD_HEADER) {
        return Optional.empty();
      }
      int size = in.getInt();
      if (size < 0 || size > in.remaining()) {
        return Optional.empty();
      }
      byte[] record = new byte[size];
      in.get(record);
      records.add(record);
    }
    return in.hasRemaining() ? Optional.empty() : Optional.of(new Group(number, records));
  }
}
