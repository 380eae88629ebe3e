/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the space of deleted blocks. Neighbouring segments are copied without what nobody needs
 * into one file, which takes the name of the last of them with one rename; the numbers of all of
 * them then mean the new file. The order of records stays, so that there is no moment at which a
 * crash could bring a deleted block back or lose a living one. One thread at a time.
 */
final class Compactor {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  private static final String TEMPORARY = "compact.tmp";

  /** A segment file smaller than this part of a full one is joined with a small neighbour. */
  private static final int SMALL = 4;

  private final SegmentLog log;
  private final BlockIndex index;
  private final Lock changingLayout;
  private final int segmentBytes;
  private final int percent;

  Compactor(SegmentLog log, BlockIndex index, Lock changingLayout, int segmentBytes, int percent) {
    this.log = log;
    this.index = index;
    this.changingLayout = changingLayout;
    this.segmentBytes = segmentBytes;
    this.percent = percent;
  }

  /**
   * Rewrites one run of segments, if one is worth it.
   *
   * @param sequence every record below is in the index
   * @return whether space was freed; call again then
   */
  boolean compactOnce(long sequence) throws IOException {
    List<Segment> run = nextRun();
    if (run.isEmpty()) {
      return false;
    }
    try {
      return new Rewrite(run, sequence).execute();
    } finally {
      log.directory().delete(TEMPORARY);
    }
  }

  /** Lowest first: what a delete refers to lies below it and is then gone before it. */
  private List<Segment> nextRun() {
    List<Segment> run = new ArrayList<>();
    long kept = 0;
    boolean worth = false;
    for (Segment segment : log.segments()) {
      boolean fits = kept + kept(segment) <= segmentBytes - SegmentHeader.BYTES;
      boolean follows =
          run.isEmpty() || segment.header().firstId() == run.get(run.size() - 1).id() + 1;
      boolean candidate =
          segment != log.head()
              && !segment.isDamaged()
              && (isWasteful(segment) || isSmall(segment));
      if (candidate && fits && follows) {
        run.add(segment);
        kept += kept(segment);
        worth |= isWasteful(segment);
      } else if (worth || run.size() > 1) {
        break;
      } else {
        run.clear();
        kept = 0;
        if (candidate) {
          run.add(segment);
          kept = kept(segment);
          worth = isWasteful(segment);
        }
      }
    }
    return worth || run.size() > 1 ? run : List.of();
  }

  private static long kept(Segment segment) {
    return Math.max(0, segment.end() - SegmentHeader.BYTES - segment.dead());
  }

  boolean isWasteful(Segment segment) {
    int used = segment.end() - SegmentHeader.BYTES;
    return used > 0 && segment.dead() * 100L >= (long) used * percent;
  }

  private boolean isSmall(Segment segment) {
    return segment.header().dataEnd() != 0 && segment.end() < segmentBytes / SMALL;
  }

  /** Copies one run. */
  private final class Rewrite implements SegmentScan.Visitor {
    private final List<Segment> run;
    private final long sequence;
    private final int salt = log.newSalt();
    private final Disk directory = log.directory();
    private final byte[] buffer =
        new byte[RecordHeader.totalBytes(RecordHeader.BLOCK, RecordHeader.MAX_BODY)];
    private int buffered;
    private int written = SegmentHeader.BYTES;
    private boolean damageMet;
    private @Nullable DiskFile file;

    /** Triples: fingerprint, old location, new location. */
    private long[] moves = new long[3 * 64];

    private int moveCount;

    // Of the segment being read.
    private Segment source;
    private SegmentScan scan;

    Rewrite(List<Segment> run, long sequence) {
      this.run = run;
      this.sequence = sequence;
      source = run.get(0);
      scan = source.scan(SegmentScan.WHOLE);
    }

    boolean execute() throws IOException {
      long before = run.stream().mapToLong(Segment::end).sum();
      DiskFile target = directory.create(TEMPORARY);
      file = target;
      boolean placed = false;
      try {
        for (Segment segment : run) {
          source = segment;
          scan = segment.scan(SegmentScan.WHOLE);
          scan.forEach(SegmentHeader.BYTES, segment.end(), this);
        }
        if (damageMet) {
          run.forEach(Segment::markDamaged);
          return false;
        }
        flush();
        SegmentHeader header = header();
        target.write(0, ByteBuffer.wrap(header.encode()));
        target.force();
        Segment merged = new Segment(header, target, directory.path());
        merged.setEnd(written);
        merged.setForced(written);
        placed = place(merged);
      } finally {
        if (!placed) {
          target.close();
        }
      }
      if (placed) {
        LOG.info(
            "{}: {} segments of {} bytes rewritten into {} bytes",
            directory.path(),
            run.size(),
            before,
            written);
      }
      return placed;
    }

    private SegmentHeader header() {
      SegmentHeader first = run.get(0).header();
      return new SegmentHeader(
          log.kind(),
          first.firstId(),
          run.get(run.size() - 1).id(),
          salt,
          written,
          first.previousEnd(),
          written,
          first.base(),
          sequence);
    }

    @Override
    public void damaged(int from, int to) {
      log.files().report(source, from, to);
      damageMet = true;
    }

    @Override
    public void record(int offset, RecordHeader header) throws IOException {
      BlockId id = header.id();
      if (id == null || damageMet) {
        return;
      }
      int total = header.totalBytes();
      if (header.type() == RecordHeader.BLOCK) {
        long old = Location.of(source.id(), offset, total);
        if (index.contains(id.digestPrefix(), old)) {
          int to = copy(offset, header);
          remember(id.digestPrefix(), old, Location.of(run.get(run.size() - 1).id(), to, total));
        }
      } else if (isNeeded(offset, header)) {
        copy(offset, header);
      }
    }

    /** A delete is needed as long as a file may hold the block it refers to. */
    private boolean isNeeded(int offset, RecordHeader header) throws IOException {
      if (!scan.isBodyIntact(offset, header)) {
        damaged(offset, offset + header.totalBytes());
        return false;
      }
      int killed = Bytes.getInt(scan.bytes(), scan.bodyIndex(offset, header));
      int first = run.get(0).header().firstId();
      if (killed >= first && killed <= run.get(run.size() - 1).id()) {
        return false;
      }
      Segment holder = log.covering(killed);
      return holder == null || holder.header().compactedAt() <= header.sequence();
    }

    /** Copies a record and returns its new offset. */
    private int copy(int offset, RecordHeader header) throws IOException {
      int total = header.totalBytes();
      if (!scan.isBodyIntact(offset, header)) {
        damaged(offset, offset + total);
        return 0;
      }
      if (buffered + total > buffer.length) {
        flush();
      }
      int to = written + buffered;
      System.arraycopy(scan.bytes(), scan.index(offset), buffer, buffered, total);
      new RecordHeader(
              header.type(),
              header.bodyLength(),
              0,
              header.sequence(),
              header.bodyCrc(),
              header.id())
          .encode(buffer, buffered, salt, to);
      buffered += total;
      return to;
    }

    private void flush() throws IOException {
      DiskFile target = file;
      if (target != null && buffered > 0) {
        target.write(written, ByteBuffer.wrap(buffer, 0, buffered));
        written += buffered;
        buffered = 0;
      }
    }

    private void remember(long fingerprint, long from, long to) {
      if (moveCount == moves.length) {
        moves = Arrays.copyOf(moves, moves.length * 2);
      }
      moves[moveCount++] = fingerprint;
      moves[moveCount++] = from;
      moves[moveCount++] = to;
    }

    /** Lets the new file take over; false if somebody iterates and the layout must stay. */
    private boolean place(Segment merged) throws IOException {
      if (!changingLayout.tryLock()) {
        return false;
      }
      try {
        directory.rename(TEMPORARY, merged.name());
        log.replace(run, merged);
        for (int i = 0; i < moveCount; i += 3) {
          if (!index.replace(moves[i], moves[i + 1], moves[i + 2])) {
            merged.addDead(Location.length(moves[i + 2]));
          }
        }
      } finally {
        changingLayout.unlock();
      }
      try {
        for (Segment old : run) {
          old.close();
        }
        // Only once the new file is sure to be found may the others go.
        directory.sync();
        for (Segment old : run) {
          if (old.id() != merged.id()) {
            directory.delete(old.name());
          }
        }
      } catch (IOException e) {
        LOG.warn("{}: replaced segments are left for the next start", directory.path(), e);
      }
      return true;
    }
  }
}
