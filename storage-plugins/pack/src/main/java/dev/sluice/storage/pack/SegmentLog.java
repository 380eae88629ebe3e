/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
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
 * Segments in a directory, the last of which (the head) grows. One thread at a time writes: append
 * records, {@link #write}, {@link #force}, then {@link #publish} or {@link #rollback}. Others may
 * read published records meanwhile.
 *
 * <p>A segment is forced before the next one is started, so only the head can lose anything.
 */
final class SegmentLog {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
  private static final int BUFFER_BYTES = 1 << 18;

  private final Disk directory;
  private final int kind;
  private final int segmentBytes;
  private final Executor background;
  private final IntSupplier salts;
  private final SegmentFiles files;
  private final SpareSegment spare;
  private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
  private volatile @Nullable Segment head;
  private int lowestFreeId = 1;

  private byte[] buffer = new byte[0];
  private int buffered;

  /** Offset in the head up to which bytes were handed to the operating system. */
  private int written;

  /** What lies between the end of the head and here is rest of a failed write. */
  private int dirtyEnd;

  private volatile @Nullable String stopped;

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
    this.background = background;
    this.salts = salts;
    files = new SegmentFiles(directory, kind, damages);
    spare = new SpareSegment(directory, segmentBytes);
  }

  /** Finds the segments. Follow with {@link #recoverHead}. */
  void open() throws IOException {
    for (Segment segment : files.open()) {
      segments.put(segment.id(), segment);
      lowestFreeId = segment.id() + 1;
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
    becomeHead(last);
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

  private void becomeHead(Segment segment) {
    head = segment;
    written = segment.end();
    dirtyEnd = 0;
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
    Segment present = head;
    if (present == null) {
      throw new IllegalStateException("the log has no head yet");
    }
    return present;
  }

  /** Whether this many bytes of records fit in the head. */
  boolean hasRoom(long bytes) {
    return head != null && written + buffered + bytes <= head().header().capacity();
  }

  /** Most bytes of records one group may have. */
  static long maxGroupBytes(int segmentBytes) {
    return Math.min(8 << 20, (segmentBytes - 4096) / 2);
  }

  /** Whether writes were refused for good since a force failed. */
  boolean isStopped() {
    return stopped != null;
  }

  /** Refuses writes from now on: what is on the device can no longer be known. */
  void stop(String reason) {
    stopped = "writes stopped since " + reason + ": check the device, then restart the store";
  }

  /** Call before writing: refuses if an earlier failure forbids it, and cleans up after one. */
  void begin() throws IOException {
    String reason = stopped;
    if (reason != null) {
      throw new StorageException(StorageError.WRITES_STOPPED, reason);
    }
    Segment present = head;
    if (present != null && dirtyEnd > present.end()) {
      TailRecovery.zero(present.file(), present.end(), dirtyEnd);
      forceFile(present);
      dirtyEnd = 0;
    }
  }

  /** Adds a record to those to be written and returns its offset in the head. */
  int append(int type, long sequence, @Nullable BlockId id, ByteBuffer body) throws IOException {
    int total = RecordHeader.totalBytes(type, body.remaining());
    if (!hasRoom(total)) {
      throw new StorageException(
          StorageError.TOO_LARGE,
          total + " bytes do not fit in a segment of " + directory.path() + ": split the batch");
    }
    makeRoom(total);
    int offset = written + buffered;
    encode(
        buffer,
        buffered,
        type,
        sequence,
        id,
        body,
        head().header().salt(),
        offset,
        head().forced());
    buffered += total;
    return offset;
  }

  private void makeRoom(int total) throws IOException {
    if (buffered + total > buffer.length) {
      write();
      if (total > buffer.length) {
        buffer = new byte[Math.max(total, Math.min(BUFFER_BYTES, segmentBytes))];
      }
    }
  }

  /** Writes one record into an array. */
  static void encode(
      byte[] target,
      int at,
      int type,
      long sequence,
      @Nullable BlockId id,
      ByteBuffer body,
      int salt,
      int offset,
      int forced) {
    int length = body.remaining();
    int bodyAt = at + RecordHeader.bodyOffset(type);
    body.duplicate().get(target, bodyAt, length);
    int end = at + RecordHeader.totalBytes(type, length);
    java.util.Arrays.fill(target, bodyAt + length, end, (byte) 0);
    int bodyCrc = Bytes.crc(target, bodyAt, length);
    new RecordHeader(type, length, forced, sequence, bodyCrc, id).encode(target, at, salt, offset);
  }

  /** Hands what was appended to the operating system. */
  void write() throws IOException {
    if (buffered > 0) {
      dirtyEnd = Math.max(dirtyEnd, written + buffered);
      head().file().write(written, ByteBuffer.wrap(buffer, 0, buffered));
      written += buffered;
      buffered = 0;
    }
  }

  /** Returns when everything written is on the device. */
  void force() throws IOException {
    Segment present = head();
    if (present.forced() < written) {
      forceFile(present);
      present.setForced(written);
    }
  }

  private void forceFile(Segment segment) throws IOException {
    try {
      segment.file().force();
    } catch (IOException e) {
      stop("forcing " + segment.path() + " failed (" + e.getMessage() + ")");
      throw e;
    }
  }

  /** What was written counts from now on. */
  void publish() {
    Segment present = head();
    present.setEnd(written);
    dirtyEnd = 0;
    if (written > present.header().capacity() / 2) {
      background.execute(spare::prepare);
    }
  }

  /** What was appended since the last {@link #publish} does not count. */
  void rollback() {
    Segment present = head;
    buffered = 0;
    if (present != null) {
      written = present.end();
    }
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
    if (head != null) {
      force();
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
    becomeHead(fresh);
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
      encode(first, at, RecordHeader.STATE, header.base(), null, state, header.salt(), at, 0);
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
      stop("making " + fresh.path() + " durable failed (" + e.getMessage() + ")");
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
    Segment present = head();
    if (stopped == null && present.forced() == present.end() && dirtyEnd <= present.end()) {
      files.noteClean(present);
    }
  }

  void close() throws IOException {
    spare.close();
    for (Segment segment : segments.values()) {
      segment.close();
    }
  }
}
