/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.JournalCheckpoint;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of requests to a journal: one thread at a time. Fields published are read by all.
 */
final class JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  /** The bounds as readers see them. */
  record Bounds(JournalMark mark, long next, long forced) {}

  private final SegmentLog log;
  private final JournalReader reader;
  private final Lock changingSegments;
  private volatile Bounds bounds;
  private volatile boolean changed;

  // Of the group being written.
  private JournalMark mark;
  private long next;
  private final List<long[]> offsets = new ArrayList<>();

  JournalWriter(
      SegmentLog log, JournalReader reader, Lock changingSegments, JournalMark mark, long next) {
    this.log = log;
    this.reader = reader;
    this.changingSegments = changingSegments;
    this.mark = mark;
    this.next = next;
    bounds = new Bounds(mark, next, next);
  }

  Bounds bounds() {
    return bounds;
  }

  /** Writes a group. A request that cannot be written fails alone or with those written with it. */
  void write(List<JournalRequest> group) {
    List<JournalRequest> together = new ArrayList<>();
    for (JournalRequest request : group) {
      if (request.action() instanceof JournalRequest.TruncateFrom cut) {
        writeTogether(together);
        together.clear();
        cut(request, cut.position());
      } else {
        together.add(request);
      }
    }
    writeTogether(together);
  }

  private void writeTogether(List<JournalRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    boolean written = false;
    StorageException failure = null;
    try {
      log.writer().begin();
      if (!log.writer().hasRoom(roomNeeded(requests))) {
        log.rotate(next, mark.encode(), 0);
        changed = true;
      }
      boolean force = false;
      for (JournalRequest request : requests) {
        force |= append(request);
      }
      log.writer().write();
      if (force) {
        log.writer().force();
      }
      log.writer().publish();
      written = true;
      publish(force);
    } catch (IOException e) {
      failure = Failures.of(e, "write to " + log.directory().path());
    } catch (StorageException e) {
      failure = e;
    } finally {
      offsets.clear();
      if (!written) {
        log.writer().rollback();
        mark = bounds.mark();
        next = bounds.next();
      }
    }
    if (failure != null) {
      for (JournalRequest request : requests) {
        request.fail(failure);
      }
    }
  }

  /** A truncation repeats the note, which an earlier request of the group may have set. */
  private long roomNeeded(List<JournalRequest> requests) {
    long bytes = 0;
    long truncations = 0;
    int noteLength = mark.checkpoint().map(c -> c.note().length).orElse(0);
    for (JournalRequest request : requests) {
      bytes += request.bytes();
      if (request.action() instanceof JournalRequest.TruncateBefore) {
        truncations++;
      } else if (request.action() instanceof JournalRequest.Mark change) {
        noteLength = Math.max(noteLength, change.checkpoint().note().length);
      }
    }
    return bytes + truncations * JournalMark.recordBytes(noteLength);
  }

  private void publish(boolean forced) throws IOException {
    Positions positions = reader.positions(log.head());
    for (long[] pair : offsets) {
      positions.add(pair[0], (int) pair[1]);
    }
    long first = bounds.mark().first();
    bounds = new Bounds(mark, next, forced ? next : bounds.forced());
    changed = true;
    if (mark.first() > first) {
      dropBeginning();
    }
  }

  /** Returns whether the request wants to be forced. */
  private boolean append(JournalRequest request) throws IOException {
    JournalRequest.Action action = request.action();
    if (action instanceof JournalRequest.Append append) {
      request.setPosition(next);
      for (byte[] bytes : append.records()) {
        int offset = log.writer().append(RecordHeader.ENTRY, next, null, ByteBuffer.wrap(bytes));
        if ((next - log.head().header().base()) % Positions.STEP == 0) {
          offsets.add(new long[] {next, offset});
        }
        next++;
      }
      return false;
    }
    if (action instanceof JournalRequest.TruncateBefore truncate) {
      if (truncate.position() > next) {
        request.fail(outOfRange("truncate before", truncate.position()));
      } else if (truncate.position() > mark.first()) {
        mark = mark.withFirst(truncate.position());
        appendMark();
      }
    } else if (action instanceof JournalRequest.Mark change) {
      JournalCheckpoint checkpoint = change.checkpoint();
      if (checkpoint.position() < mark.first() || checkpoint.position() > next) {
        request.fail(outOfRange("checkpoint", checkpoint.position()));
      } else {
        mark = mark.withCheckpoint(checkpoint);
        appendMark();
      }
    }
    return true;
  }

  private void appendMark() throws IOException {
    log.writer().append(RecordHeader.STATE, next, null, mark.encode());
  }

  private void cut(JournalRequest request, long position) {
    long floor = mark.checkpoint().map(JournalCheckpoint::position).orElse(mark.first());
    if (position < Math.max(floor, mark.first()) || position > next) {
      request.fail(outOfRange("truncate from", position));
      return;
    }
    try {
      log.writer().begin();
      if (position == next) {
        log.writer().force();
        bounds = new Bounds(mark, next, next);
      } else {
        cutTo(position);
      }
    } catch (IOException e) {
      request.fail(Failures.of(e, "truncate " + log.directory().path()));
    } catch (StorageException e) {
      request.fail(e);
    }
  }

  /** A segment that begins with the position taken back hides all that was there. */
  private void cutTo(long position) throws IOException {
    List<Segment> hidden = new ArrayList<>();
    for (Segment segment : log.segments()) {
      if (segment.header().base() >= position) {
        hidden.add(segment);
      }
    }
    int replaced = hidden.isEmpty() ? 0 : hidden.get(0).header().firstId();
    log.rotate(position, mark.encode(), replaced);
    changed = true;
    changingSegments.lock();
    try {
      next = position;
      bounds = new Bounds(mark, next, next);
      remove(hidden);
    } finally {
      changingSegments.unlock();
    }
  }

  private void dropBeginning() {
    List<Segment> unneeded = beginning();
    if (!unneeded.isEmpty()) {
      changingSegments.lock();
      try {
        remove(unneeded);
      } finally {
        changingSegments.unlock();
      }
    }
  }

  /** The segments all of whose positions were given up. */
  private List<Segment> beginning() {
    List<Segment> unneeded = new ArrayList<>();
    Segment previous = null;
    for (Segment segment : log.segments()) {
      if (previous != null && segment.header().base() > mark.first()) {
        break;
      }
      if (previous != null) {
        unneeded.add(previous);
      }
      previous = segment;
    }
    return unneeded;
  }

  private void remove(List<Segment> unneeded) {
    unneeded.forEach(reader::forget);
    try {
      log.remove(unneeded);
    } catch (IOException e) {
      LOG.warn("{}: segments no longer needed are left", log.directory().path(), e);
    }
  }

  /** Removes what an earlier life gave up and did not come to remove. */
  void dropLeftovers() {
    dropBeginning();
  }

  private StorageException outOfRange(String what, long position) {
    return new StorageException(
        StorageError.OUT_OF_RANGE,
        "cannot %s %d in %s: it holds %d to %d, checkpoint %s"
            .formatted(
                what,
                position,
                log.directory().path(),
                mark.first(),
                next,
                mark.checkpoint().map(c -> String.valueOf(c.position())).orElse("none")));
  }

  /**
   * Ends with a record which says that all before it was forced: damage to the end of the journal
   * is then not taken for an unfinished write.
   */
  void finish() throws IOException {
    if (log.writer().isStopped()) {
      return;
    }
    log.writer().begin();
    log.writer().force();
    int noteLength = mark.checkpoint().map(c -> c.note().length).orElse(0);
    if (changed && log.writer().hasRoom(JournalMark.recordBytes(noteLength))) {
      appendMark();
      log.writer().write();
      log.writer().force();
      log.writer().publish();
    }
    log.noteClean();
  }
}
