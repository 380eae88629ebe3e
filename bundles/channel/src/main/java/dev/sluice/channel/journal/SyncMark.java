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
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32C;

/**
 * How many groups were forced, in a file of 12 bytes: number u64 of the next group, CRC-32C u32.
 * Written after each force and not forced itself: it may be behind the journal, never ahead of it.
 * A journal that is behind it has lost what it once had on disk.
 */
final class SyncMark {
  static final String NAME = "mark";
  private static final int SIZE = 12;

  private final DiskFile file;
  private final long found;

  private SyncMark(DiskFile file, long found) {
    this.file = file;
    this.found = found;
  }

  static SyncMark open(Disk disk) throws IOException {
    DiskFile file;
    try {
      file = disk.open(NAME);
    } catch (NoSuchFileException e) {
      return new SyncMark(disk.create(NAME), 0);
    }
    ByteBuffer in = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = file.read(0, in) == SIZE;
    long number = in.getLong(0);
    return new SyncMark(file, whole && in.getInt(8) == crc(in.array()) ? number : 0);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 8);
    return (int) crc.getValue();
  }

  /** What it said when it was opened; 0 if it said nothing that can be trusted. */
  long found() {
    return found;
  }

  void write(long next) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN).putLong(next);
    file.write(0, out.putInt(crc(out.array())).flip());
  }

  void close() throws IOException {
    file.force();
    file.close();
  }
}
