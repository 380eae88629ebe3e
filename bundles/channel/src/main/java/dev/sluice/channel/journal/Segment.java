/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One file of the journal: a header of 24 bytes (magic, version u32, number u64 of its first group,
 * CRC-32C u32 of these), groups one after the other, then zeros.
 */
final class Segment {
  static final int HEADER = 24;
  static final String SUFFIX = ".votes";

  private static final byte[] MAGIC = {'S', 'L', 'U', 'I', 'C', 'E', 'V', 'J'};
  private static final int VERSION = 1;
  private static final int CRC_AT = 20;
  private static final int NAME_DIGITS = 16;

  final long first;
  final DiskFile file;

  /** Where the next group goes. */
  long end = HEADER;

  /** Up to where the file holds zeros beyond {@code end}. */
  long allocated;

  /** Highest number of a batch in it. */
  long maxBatch;

  Segment(long first, DiskFile file) {
    this.first = first;
    this.file = file;
  }

  static String name(long first) {
    return String.format("%016x", first) + SUFFIX;
  }

  String name() {
    return name(first);
  }

  static Optional<Long> number(String name) {
    if (!name.endsWith(SUFFIX) || name.length() != NAME_DIGITS + SUFFIX.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(name.substring(0, NAME_DIGITS), 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Makes a new one, durably, with its name. */
  static Segment create(Disk disk, long first) throws IOException {
    Segment segment = new Segment(first, disk.create(name(first)));
    segment.file.write(0, header(first));
    segment.file.force();
    disk.sync();
    segment.allocated = HEADER;
    return segment;
  }

  private static ByteBuffer header(long first) {
    ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION).putLong(first);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, CRC_AT);
    return out.putInt((int) crc.getValue()).flip();
  }

  /** All of the file. */
  byte[] read() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
    int read = file.read(0, all);
    byte[] bytes = new byte[read];
    all.flip().get(bytes);
    return bytes;
  }

  boolean hasSoundHeader(byte[] bytes) {
    return bytes.length >= HEADER && ByteBuffer.wrap(bytes, 0, HEADER).equals(header(first));
  }
}
