/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the log of a journal: reads the newest segment and finds out what is there. */
final class JournalLoader {
  private final SegmentLog log;
  private final JournalReader reader;
  private final Damages damages;
  private @Nullable JournalMark mark;
  private long next;

  JournalLoader(SegmentLog log, JournalReader reader, Damages damages) {
    this.log = log;
    this.reader = reader;
    this.damages = damages;
  }

  JournalMark mark() {
    return mark == null ? JournalMark.START : mark;
  }

  long next() {
    return next;
  }

  void load() throws IOException {
    log.open();
    List<Segment> segments = new ArrayList<>(log.segments());
    Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
    boolean continues;
    if (last == null) {
      continues = log.recoverHead(0, 0, 0, log.files().reporter(null));
    } else {
      Positions positions = new Positions(last.header().base());
      Recovery recovery = new Recovery(last, positions);
      continues = log.recoverHead(0, 0, 0, recovery);
      next = recovery.reached;
      reader.know(last, positions);
    }
    for (int i = segments.size() - 2; i >= 0 && mark == null; i--) {
      // Each segment begins with a mark: to look further back means that it is damaged.
      Segment older = segments.get(i);
      Recovery recovery = new Recovery(older, new Positions(0));
      older.scan(SegmentScan.WHOLE).forEach(SegmentHeader.BYTES, older.end(), recovery);
    }
    next = Math.max(next, mark().first());
    reportGaps(segments);
    if (!continues) {
      log.rotate(next, mark().encode(), 0);
    }
  }

  private void reportGaps(List<Segment> segments) {
    long first = mark().first();
    int followingId = 0;
    long reached = first;
    for (Segment segment : segments) {
      SegmentHeader header = segment.header();
      boolean gap = followingId == 0 ? header.base() > first : header.firstId() > followingId;
      if (gap && header.base() > first) {
        damages.add(
            log.directory().path() + " before " + segment.name(),
            "segment files are missing; of the records from "
                + reached
                + " to "
                + (header.base() - 1)
                + " some are lost. Restore the files from a copy");
      }
      followingId = segment.id() + 1;
      reached = Math.max(first, header.base());
    }
  }

  /** Collects what the records of a segment say, the last word counting. */
  private final class Recovery implements SegmentScan.Visitor {
    private final Segment segment;
    private final Positions positions;

    /** The position after the last record. */
    private long reached;

    Recovery(Segment segment, Positions positions) {
      this.segment = segment;
      this.positions = positions;
      reached = segment.header().base();
    }

    @Override
    public void record(int offset, RecordHeader header) throws IOException {
      if (header.type() == RecordHeader.ENTRY) {
        positions.add(header.sequence(), offset);
        reached = Math.max(reached, header.sequence() + 1);
      } else if (header.type() == RecordHeader.STATE) {
        reached = Math.max(reached, header.sequence());
        SegmentScan scan = segment.scan(header.totalBytes());
        if (scan.isBodyIntact(offset, header)) {
          ByteBuffer body =
              ByteBuffer.wrap(scan.bytes(), scan.bodyIndex(offset, header), header.bodyLength());
          mark = JournalMark.decode(body);
        }
      }
    }

    @Override
    public void damaged(int from, int to) {
      log.files().report(segment, from, to);
    }
  }
}
