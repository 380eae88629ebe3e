/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments in a directory, the last of which (the head) grows, by its {@link HeadWriter}. Others
 * may read published records meanwhile.
 *
 * <p>A segment is forced before the next one is started, so only the head can lose anything.
 */
final class SegmentLog {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

  private final Disk directory;
  private final int kind;
  private final int segmentBytes;
  private final IntSupplier salts;
  private final SegmentFiles files;
  private final SpareSegment spare;
  private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
  private final HeadWriter writer;
  private int lowestFreeId = 1;

  SegmentLog(
      Disk directory,
      int kind,
      int segmentBytes,
      Executor background,
      IntSupplier salts,
      Damages damages) {
    this.directory = directory;
    this.kind = kind;
    this.segmentBytes = segmentBytes;
    this.salts = salts;
    files = new SegmentFiles(directory, kind, damages);
    spare = new SpareSegment(directory, segmentBytes);
    writer = new HeadWriter(directory.path(), () -> background.execute(spare::prepare));
  }

  /** Finds the segments. Follow with {@link #recoverHead}. */
  void open() throws IOException {
    for (Segment segment : files.open()) {
      segments.put(segment.id(), segment);
      lowestFreeId = segment.id() + 1;
    }
  }

  /**
   * Notes as damage each segment whose file is gone from the directory. What is open goes on
   * working until it is closed, so nobody would notice before it is lost.
   */
  void lookForMissing() {
    List<Segment> all = List.copyOf(segments.values());
    try {
      List<String> names = List.copyOf(directory.files());
      for (Segment segment : all) {
        String name = SegmentHeader.fileName(segment.header().lastId());
        // Compaction may have replaced it meanwhile.
        if (!names.contains(name) && segments.get(segment.id()) == segment) {
          files
              .damages()
              .add(
                  segment.path(),
                  "the file is gone while it is in use: its records are lost when the node stops."
                      + " Copy what is needed now, then restore the file from a copy");
        }
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be listed", directory.path(), e);
    }
  }

  /**
   * Shows the records of the last segment from {@code from} on, and gets it ready for more.
   *
   * @param from offset of a record in the last segment, 0 for the first
   * @param proven up to where the caller knows it to have been forced
   * @param newestKnown highest segment number the caller knows to have existed
   * @return false if there is no segment to continue: call {@link #rotate}
   */
  boolean recoverHead(int from, int proven, int newestKnown, SegmentScan.Visitor visitor)
      throws IOException {
    int newest = Math.max(newestKnown, files.newest());
    if (newest >= lowestFreeId) {
      files.reportMissing(lowestFreeId, newest);
    }
    if (segments.isEmpty() || newest >= lowestFreeId) {
      lowestFreeId = Math.max(lowestFreeId, newest + 1);
      sealLast(from, proven, visitor);
      return false;
    }
    Segment last = segments.lastEntry().getValue();
    if (last.header().dataEnd() != 0) {
      return false;
    }
    int start = Math.max(from, SegmentHeader.BYTES);
    int end = files.cleanEnd(last);
    if (end >= start && last.file().size() == last.header().capacity()) {
      last.scan(SegmentScan.WHOLE).forEach(start, end, visitor);
    } else {
      TailRecovery recovery = new TailRecovery(last);
      end = recovery.findEnd(start, proven, visitor);
      recovery.settle(end, (int) maxGroupBytes(last.header().capacity()), files.damages());
    }
    last.setEnd(end);
    last.setForced(end);
    writer.start(last);
    if (newest < last.id()) {
      noteNewest(last.id());
    }
    return true;
  }

  /** The segments behind the last one are lost; what is in it was forced before they began. */
  private void sealLast(int from, int proven, SegmentScan.Visitor visitor) throws IOException {
    if (!segments.isEmpty() && segments.lastEntry().getValue().header().dataEnd() == 0) {
      Segment last = segments.lastEntry().getValue();
      int start = Math.max(from, SegmentHeader.BYTES);
      int end = new TailRecovery(last).findEnd(start, proven, visitor);
      last.setEnd(end);
      last.setForced(end);
    }
  }

  SegmentFiles files() {
    return files;
  }

  Disk directory() {
    return directory;
  }

  int kind() {
    return kind;
  }

  int newSalt() {
    return salts.getAsInt();
  }

  /** All segments, lowest first; a live view. */
  Collection<Segment> segments() {
    return segments.values();
  }

  Collection<Segment> newestFirst() {
    return segments.descendingMap().values();
  }

  @Nullable Segment segment(int id) {
    return segments.get(id);
  }

  /** The segment that stands for this number, or null if that one is missing. */
  @Nullable Segment covering(int id) {
    var entry = segments.ceilingEntry(id);
    return entry != null && entry.getValue().header().firstId() <= id ? entry.getValue() : null;
  }

  Segment head() {
    return writer.head();
  }

  /** Writes to the head: one thread at a time. */
  HeadWriter writer() {
    return writer;
  }

  /** Most bytes of records one group may have. */
  static long maxGroupBytes(int segmentBytes) {
    return Math.min(8 << 20, (segmentBytes - 4096) / 2);
  }

  /**
   * Starts a new head. Everything published is forced before.
   *
   * @param base sequence of its first record
   * @param state body of a STATE record to begin with, or null
   * @param replaced lowest segment number the new one stands for besides its own; 0 for none. The
   *     caller removes those segments afterwards.
   */
  void rotate(long base, @Nullable ByteBuffer state, int replaced) throws IOException {
    if (writer.hasHead()) {
      writer.force();
    }
    int id = lowestFreeId;
    if (id > Location.MAX_SEGMENT) {
      throw new StorageException(
          StorageError.LIMIT_REACHED, directory.path() + " has used up its segment numbers");
    }
    int firstId = replaced > 0 ? replaced : id;
    Segment previous = segments.get(firstId - 1);
    SegmentHeader header =
        new SegmentHeader(
            kind,
            firstId,
            id,
            salts.getAsInt(),
            segmentBytes,
            previous == null ? 0 : previous.end(),
            0,
            base,
            0);
    Segment fresh = place(header, state);
    lowestFreeId = id + 1;
    segments.put(id, fresh);
    writer.start(fresh);
    noteNewest(id);
  }

  /** The note only serves to notice a missing file later: doing without is no failure. */
  private void noteNewest(int id) {
    try {
      files.noteNewest(id);
    } catch (IOException e) {
      LOG.debug("cannot note segment {} as the newest in {}", id, directory.path(), e);
    }
  }

  /** Gives the spare its content and name; after that the directory is synced. */
  private Segment place(SegmentHeader header, @Nullable ByteBuffer state) throws IOException {
    byte[] first = header.encode();
    if (state != null) {
      int total = RecordHeader.totalBytes(RecordHeader.STATE, state.remaining());
      first = java.util.Arrays.copyOf(first, SegmentHeader.BYTES + total);
      int at = SegmentHeader.BYTES;
      HeadWriter.encode(
          first, at, RecordHeader.STATE, header.base(), null, state, header.salt(), at, 0);
    }
    Segment fresh = new Segment(header, spare.take(), directory.path());
    try {
      fresh.file().write(0, ByteBuffer.wrap(first));
      fresh.file().force();
      directory.rename(SpareSegment.NAME, fresh.name());
      spare.placed();
    } catch (IOException e) {
      fresh.close();
      spare.discard();
      throw e;
    }
    fresh.setEnd(first.length);
    fresh.setForced(first.length);
    try {
      directory.sync();
    } catch (IOException e) {
      writer.stop("making " + fresh.path() + " durable failed (" + e.getMessage() + ")");
      throw e;
    }
    return fresh;
  }

  /** Puts {@code merged} in the place of these, after its file has taken the name of the last. */
  void replace(List<Segment> run, Segment merged) {
    segments.put(merged.id(), merged);
    run.forEach(segment -> segments.remove(segment.id(), segment));
  }

  /** Removes segments that hold nothing needed. */
  void remove(Collection<Segment> unneeded) throws IOException {
    for (Segment segment : unneeded) {
      segments.remove(segment.id(), segment);
      segment.close();
      directory.delete(segment.name());
    }
  }

  long diskBytes() {
    return segments.values().stream()
        .mapToLong(s -> s.header().dataEnd() != 0 ? s.header().dataEnd() : s.header().capacity())
        .sum();
  }

  /** Spares the next start the search for the end. Everything must be forced. */
  void noteClean() throws IOException {
    if (writer.isClean()) {
      files.noteClean(head());
    }
  }

  void close() throws IOException {
    spare.close();
    for (Segment segment : segments.values()) {
      segment.close();
    }
  }
}
