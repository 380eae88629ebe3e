/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a block log: takes the saved index if it fits, and reads what was written after it. */
final class BlockLoader {
  private static final Logger LOG = LoggerFactory.getLogger(BlockLoader.class);
  private static final BlockWriter.Position START = new BlockWriter.Position(0, 0, 0);

  private final SegmentLog log;
  private final BlockIndex index;
  private final BlockReader reader;
  private long nextSequence;

  BlockLoader(SegmentLog log, BlockIndex index, BlockReader reader) {
    this.log = log;
    this.index = index;
    this.reader = reader;
  }

  /** Sequence of the next record, after {@link #load}. */
  long nextSequence() {
    return nextSequence;
  }

  /** Fills the index and readies the log; returns up to which sequence the index is saved. */
  long load(IndexFile file) throws IOException {
    log.open();
    BlockWriter.Position from = readSaved(file);
    BlockLogReplay replay = new BlockLogReplay(log, index, reader, from.nextSequence());
    Segment last = null;
    for (Segment segment : log.segments()) {
      int expected = last == null ? 1 : last.id() + 1;
      log.files().reportMissing(expected, segment.header().firstId() - 1);
      if (last != null) {
        replay.replay(last, start(last, from));
      }
      last = segment;
    }
    if (last != null && last.header().dataEnd() != 0) {
      replay.replay(last, start(last, from));
    }
    if (!recoverHead(replay, last, from)) {
      log.rotate(replay.nextSequence(), null, 0);
    }
    nextSequence = replay.nextSequence();
    return from.nextSequence();
  }

  private BlockWriter.Position readSaved(IndexFile file) throws IOException {
    IndexFile.Saved saved = file.read(index);
    if (saved == null) {
      return START;
    }
    if (!describesThis(saved)) {
      LOG.info("{}: the saved index is of other segments; reading all", log.directory().path());
      index.clear();
      return START;
    }
    for (IndexFile.Listed listed : saved.segments()) {
      Segment segment = log.segment(listed.lastId());
      if (segment != null) {
        segment.addDead(listed.dead());
      }
    }
    return saved.position();
  }

  /** Each segment listed is there unchanged, or missing altogether; and none is there unlisted. */
  private boolean describesThis(IndexFile.Saved saved) {
    int known = 0;
    for (IndexFile.Listed listed : saved.segments()) {
      Segment segment = log.covering(listed.lastId());
      if (segment != null) {
        if (segment.header().salt() != listed.salt()) {
          return false;
        }
        known++;
      }
    }
    int head = saved.position().segment();
    return known == log.segments().stream().filter(segment -> segment.id() <= head).count();
  }

  /** Offset of the first record in {@code segment} that the saved index does not know. */
  private static int start(Segment segment, BlockWriter.Position from) {
    if (segment.id() > from.segment()) {
      return SegmentHeader.BYTES;
    }
    return segment.id() == from.segment() ? from.offset() : Integer.MAX_VALUE;
  }

  private boolean recoverHead(
      BlockLogReplay replay, @Nullable Segment last, BlockWriter.Position from) throws IOException {
    if (last == null || start(last, from) == Integer.MAX_VALUE) {
      // The saved index knows all there is, or there is nothing.
      SegmentScan.Visitor ignoring = log.files().reporter(last);
      return log.recoverHead(SegmentHeader.BYTES, 0, from.segment(), ignoring);
    }
    int start = start(last, from);
    // What the saved index knows was forced before it was saved.
    int proven = last.id() == from.segment() ? start : 0;
    return log.recoverHead(start, proven, from.segment(), replay.visitor(last));
  }
}
