/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import java.io.IOException;

/** Rebuilds the index from records, segment by segment in order. One thread. */
final class BlockLogReplay {
  private final SegmentLog log;
  private final BlockIndex index;
  private final BlockReader reader;
  private long nextSequence;
  private long records;

  BlockLogReplay(SegmentLog log, BlockIndex index, BlockReader reader, long nextSequence) {
    this.log = log;
    this.index = index;
    this.reader = reader;
    this.nextSequence = nextSequence;
  }

  long nextSequence() {
    return nextSequence;
  }

  /** How many records were read. */
  long records() {
    return records;
  }

  /** Reads a segment whose end is known, from offset {@code from} on. */
  void replay(Segment segment, int from) throws IOException {
    segment.scan(SegmentScan.WHOLE).forEach(from, segment.end(), visitor(segment));
  }

  /** Applies the records of {@code segment} it is shown. */
  SegmentScan.Visitor visitor(Segment segment) {
    return new SegmentScan.Visitor() {
      @Override
      public void record(int offset, RecordHeader header) {
        apply(segment, offset, header);
      }

      @Override
      public void damaged(int from, int to) {
        log.files().report(segment, from, to);
      }
    };
  }

  private void apply(Segment segment, int offset, RecordHeader header) {
    records++;
    nextSequence = Math.max(nextSequence, header.sequence() + 1);
    BlockId id = header.id();
    if (id == null) {
      return;
    }
    if (header.type() == RecordHeader.BLOCK) {
      long location = Location.of(segment.id(), offset, header.totalBytes());
      index.add(id.digestPrefix(), location);
    } else {
      segment.addDead(header.totalBytes());
      BlockReader.Found found = reader.find(id);
      if (found != null && index.remove(id.digestPrefix(), found.location())) {
        Segment killed = log.segment(Location.segment(found.location()));
        if (killed != null) {
          killed.addDead(Location.length(found.location()));
        }
      }
    }
  }
}
