/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds records by position. The segment of a position is the newest one that begins at or before
 * it, since taking back the end of a journal starts a new segment with the position taken back.
 */
final class JournalReader {
  private final SegmentLog log;
  private final Damages damages;
  private final Map<Segment, Positions> positions = new ConcurrentHashMap<>();

  JournalReader(SegmentLog log, Damages damages) {
    this.log = log;
    this.damages = damages;
  }

  /** What the caller of a read wants, and what has been found. */
  private static final class Page {
    private final int maxRecords;
    private final int maxBytes;
    private final List<JournalRecord> records = new ArrayList<>();
    private long bytes;

    Page(int maxRecords, int maxBytes) {
      this.maxRecords = maxRecords;
      this.maxBytes = maxBytes;
    }

    boolean isFull() {
      return records.size() >= maxRecords || (!records.isEmpty() && bytes >= maxBytes);
    }

    void add(JournalRecord record) {
      records.add(record);
      bytes += record.size();
    }
  }

  /** The records in [from, next), as the limits allow. */
  List<JournalRecord> read(long from, long next, int maxRecords, int maxBytes) throws IOException {
    Page page = new Page(maxRecords, maxBytes);
    long at = from;
    while (at < next && !page.isFull()) {
      long upper = next;
      Segment holder = null;
      for (Segment segment : log.newestFirst()) {
        if (segment.header().base() <= at) {
          holder = segment;
          break;
        }
        upper = Math.min(upper, segment.header().base());
      }
      long reached = holder == null ? at : readSegment(holder, at, upper, page);
      if (reached < upper && !page.isFull()) {
        if (page.records.isEmpty()) {
          throw corrupt(at, holder);
        }
        break;
      }
      at = reached;
    }
    return List.copyOf(page.records);
  }

  private long readSegment(Segment segment, long from, long upper, Page page) throws IOException {
    SegmentScan scan = segment.scan(SegmentScan.FEW);
    int end = segment.end();
    int offset = positions(segment).floor(from);
    long at = from;
    while (offset < end && at < upper && !page.isFull()) {
      RecordHeader header = scan.header(offset, end);
      if (header == null) {
        offset = scan.next(offset, end);
        continue;
      }
      if (header.type() == RecordHeader.ENTRY && header.sequence() >= at) {
        if (header.sequence() > at || !scan.isBodyIntact(offset, header)) {
          return at;
        }
        int body = scan.bodyIndex(offset, header);
        page.add(JournalRecord.of(at, ByteBuffer.wrap(scan.bytes(), body, header.bodyLength())));
        at++;
      }
      offset += header.totalBytes();
    }
    return at;
  }

  private StorageException corrupt(
      long position, @org.jspecify.annotations.Nullable Segment holder) {
    String where =
        "record " + position + " in " + (holder == null ? log.directory().path() : holder.path());
    damages.add(where, "damaged or missing. Restore it from a snapshot or another member");
    return new StorageException(
        StorageError.CORRUPT,
        where + " is damaged or missing: go on behind it, or restore it from another copy");
  }

  /** The offsets in a segment; read from it the first time. */
  Positions positions(Segment segment) throws IOException {
    Positions known = positions.get(segment);
    if (known != null) {
      return known;
    }
    Positions found = new Positions(segment.header().base());
    segment
        .scan(SegmentScan.WHOLE)
        .forEach(
            SegmentHeader.BYTES,
            segment.end(),
            new SegmentScan.Visitor() {
              @Override
              public void record(int offset, RecordHeader header) {
                if (header.type() == RecordHeader.ENTRY) {
                  found.add(header.sequence(), offset);
                }
              }

              @Override
              public void damaged(int from, int to) {
                log.files().report(segment, from, to);
              }
            });
    Positions raced = positions.putIfAbsent(segment, found);
    return raced != null ? raced : found;
  }

  /** Takes over offsets found when the segment was recovered or begun. */
  void know(Segment segment, Positions found) {
    positions.put(segment, found);
  }

  void forget(Segment segment) {
    positions.remove(segment);
  }
}
