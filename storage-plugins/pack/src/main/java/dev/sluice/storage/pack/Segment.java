/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** An open segment file. Fields that change are written by the log's writer and read by all. */
final class Segment {
  private final SegmentHeader header;
  private final DiskFile file;
  private final String path;
  private volatile int end;
  private volatile int forced;
  private volatile boolean damaged;

  /** Bytes of records that nobody needs any more; an estimate. */
  private final AtomicInteger dead = new AtomicInteger();

  Segment(SegmentHeader header, DiskFile file, String directory) {
    this.header = header;
    this.file = file;
    path = directory + "/" + name();
    end = SegmentHeader.BYTES;
  }

  SegmentHeader header() {
    return header;
  }

  int id() {
    return header.lastId();
  }

  String name() {
    return SegmentHeader.fileName(header.lastId());
  }

  /** For messages. */
  String path() {
    return path;
  }

  DiskFile file() {
    return file;
  }

  /** Records end here. */
  int end() {
    return end;
  }

  void setEnd(int newEnd) {
    end = newEnd;
  }

  /** Everything before is on the device. */
  int forced() {
    return forced;
  }

  void setForced(int newForced) {
    forced = newForced;
  }

  /** A damaged segment is left as it is: compaction would remove the evidence. */
  boolean isDamaged() {
    return damaged;
  }

  void markDamaged() {
    damaged = true;
  }

  int dead() {
    return dead.get();
  }

  void addDead(int bytes) {
    dead.addAndGet(bytes);
  }

  SegmentScan scan(int windowBytes) {
    return new SegmentScan(file, header.salt(), windowBytes);
  }

  void close() throws IOException {
    file.close();
  }
}
