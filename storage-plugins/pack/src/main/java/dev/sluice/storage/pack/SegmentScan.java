/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks over the records of a segment. One thread. */
final class SegmentScan {
  /** Bytes read at once when walking over a whole segment. */
  static final int WHOLE = 1 << 20;

  /** Bytes read at once when looking for a few records. */
  static final int FEW = 1 << 14;

  /** Told what a walk meets, in order. */
  interface Visitor {
    /** An intact header; the body may be damaged. */
    void record(int offset, RecordHeader header) throws IOException;

    /** No intact record starts between these offsets. */
    void damaged(int from, int to) throws IOException;
  }

  private final Window window;
  private final int salt;

  SegmentScan(DiskFile file, int salt, int windowBytes) {
    window = new Window(file, windowBytes);
    this.salt = salt;
  }

  /** The intact header at {@code offset} of a record that ends by {@code end}, or null. */
  @Nullable RecordHeader header(int offset, int end) throws IOException {
    int largest = RecordHeader.BYTES + RecordHeader.KEY_BYTES;
    int available = window.load(offset, Math.min(largest, end - offset));
    RecordHeader header =
        RecordHeader.decode(window.bytes(), window.index(offset), available, salt, offset);
    return header == null || header.totalBytes() > end - offset ? null : header;
  }

  /** Whether the body of the record at {@code offset} has its checksum; it is then loaded. */
  boolean isBodyIntact(int offset, RecordHeader header) throws IOException {
    int total = header.totalBytes();
    return window.load(offset, total) == total
        && Bytes.crc(bytes(), bodyIndex(offset, header), header.bodyLength()) == header.bodyCrc();
  }

  /** The array that holds the record last loaded. */
  byte[] bytes() {
    return window.bytes();
  }

  /** Where in {@link #bytes} the record at {@code offset}, just loaded, starts. */
  int index(int offset) {
    return window.index(offset);
  }

  /** Where in {@link #bytes} the body of the record at {@code offset}, just loaded, starts. */
  int bodyIndex(int offset, RecordHeader header) {
    return window.index(offset) + header.bodyOffset();
  }

  /** The offset of the first record, with its body intact, after {@code offset}; else end. */
  int next(int offset, int end) throws IOException {
    int at = offset + 8;
    while (at < end) {
      if (window.load(at, Math.min(8, end - at)) < 8) {
        return end;
      }
      at = skipZeros(at, end);
      if (at < end && window.rest(at) >= 8) {
        RecordHeader header = header(at, end);
        if (header != null && isBodyIntact(at, header)) {
          return at;
        }
        at += 8;
      }
    }
    return end;
  }

  /** Moves on while there are zeros in the window. */
  private int skipZeros(int from, int end) {
    int at = from;
    int stop = Math.min(end, from + window.rest(from)) - 7;
    while (at < stop && Bytes.getLong(window.bytes(), window.index(at)) == 0) {
      at += 8;
    }
    return at;
  }

  /** Shows the records from offset {@code from} up to {@code end}, skipping what is damaged. */
  void forEach(int from, int end, Visitor visitor) throws IOException {
    int at = from;
    while (at < end) {
      RecordHeader header = header(at, end);
      if (header == null) {
        int next = next(at, end);
        visitor.damaged(at, next);
        at = next;
      } else {
        visitor.record(at, header);
        at += header.totalBytes();
      }
    }
  }
}
