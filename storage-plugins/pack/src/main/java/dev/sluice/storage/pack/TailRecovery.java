/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where the records of a segment end when nobody wrote that down, as after a crash.
 *
 * <p>The last group of records may be there in part: the device writes sectors in any order. So the
 * first record that is not intact is the end, and what follows is dropped, unless it is known that
 * this place was on the device already. Then the record was acknowledged and has been damaged
 * since; it is reported and skipped. What is known comes from the records themselves, each of which
 * says how far the segment was forced when it was written, and from the caller.
 */
final class TailRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(TailRecovery.class);
  private static final int CHUNK = 1 << 16;

  private final Segment segment;
  private final int capacity;

  /** Everything before is known to have been forced. */
  private int sure;

  TailRecovery(Segment segment) {
    this.segment = segment;
    capacity = segment.header().capacity();
  }

  /**
   * Shows the records from offset {@code from} on and returns where they end.
   *
   * @param proven everything before was on the device
   */
  int findEnd(int from, int proven, SegmentScan.Visitor visitor) throws IOException {
    SegmentScan scan = segment.scan(SegmentScan.WHOLE);
    sure = highestClaim(scan, from, proven);
    int at = from;
    while (at < capacity) {
      RecordHeader header = scan.header(at, capacity);
      if (at >= sure && (header == null || !scan.isBodyIntact(at, header))) {
        break;
      }
      if (header == null) {
        int next = Math.min(sure, scan.next(at, capacity));
        visitor.damaged(at, next);
        at = next;
      } else {
        visitor.record(at, header);
        at += header.totalBytes();
      }
    }
    return at;
  }

  private int highestClaim(SegmentScan scan, int from, int proven) throws IOException {
    int highest = proven;
    int at = from;
    while (at < capacity) {
      RecordHeader header = scan.header(at, capacity);
      if (header == null) {
        at = scan.next(at, capacity);
      } else {
        if (header.forced() <= at) {
          highest = Math.max(highest, header.forced());
        }
        at += header.totalBytes();
      }
    }
    return highest;
  }

  /**
   * Makes the device hold what {@link #findEnd} saw: the records up to {@code end} and zeros
   * behind, so that nothing dropped can later be taken for the continuation of something new.
   *
   * <p>What was not known to be forced is written again, and so are zeros as far as a group of
   * records can reach. If a force failed in an earlier life of this process, the operating system
   * may show bytes that it never wrote and considers clean.
   */
  void settle(int end, int groupBytes, Damages damages) throws IOException {
    DiskFile file = segment.file();
    int size = (int) Math.min(capacity, file.size());
    if (size < capacity) {
      damages.add(
          segment.path() + " at offset " + size,
          "the file was cut from " + capacity + " bytes; records behind are lost");
    }
    rewrite(file, Math.max(SegmentHeader.BYTES, sure), Math.min(end, size));
    int dirtyEnd = lastUsed(file, end, size);
    if (dirtyEnd > end) {
      LOG.warn(
          "{}: dropped {} bytes of an unfinished write after offset {}",
          segment.path(),
          dirtyEnd - end,
          end);
    }
    zero(file, end, Math.max(dirtyEnd, Math.min(capacity, end + groupBytes)));
    zero(file, Math.max(size, end), capacity);
    file.force();
  }

  private static void rewrite(DiskFile file, int from, int to) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int count = file.read(at, ByteBuffer.wrap(chunk, 0, Math.min(CHUNK, to - at)));
      file.write(at, ByteBuffer.wrap(chunk, 0, count));
    }
  }

  /** One past the last byte in the range that is not zero; {@code from} if all are. */
  private static int lastUsed(DiskFile file, int from, int to) throws IOException {
    byte[] chunk = new byte[CHUNK];
    byte[] zeros = new byte[CHUNK];
    int used = from;
    for (int at = from; at < to; at += CHUNK) {
      int count = file.read(at, ByteBuffer.wrap(chunk, 0, Math.min(CHUNK, to - at)));
      if (Arrays.equals(chunk, 0, count, zeros, 0, count)) {
        continue;
      }
      for (int i = count - 1; i >= 0; i--) {
        if (chunk[i] != 0) {
          used = at + i + 1;
          break;
        }
      }
    }
    return used;
  }

  /** Writes zeros over a range. */
  static void zero(DiskFile file, int from, int to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(Math.max(0, Math.min(1 << 20, to - from)));
    for (int at = from; at < to; at += zeros.capacity()) {
      zeros.clear().limit(Math.min(zeros.capacity(), to - at));
      file.write(at, zeros);
    }
  }
}
