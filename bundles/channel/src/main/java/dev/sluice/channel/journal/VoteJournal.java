/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import dev.sluice.codec.BcsReader;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The vote journal of one member key in a directory of its own (rule 8 of the channel protocol;
 * layout in channel-journal.md). Records are written in groups: {@link #append} collects, {@link
 * #force} writes what was collected with one write and one force. After a crash the journal holds
 * every record of every group whose force returned, and of the last group all or nothing.
 *
 * <p>Used by one thread at a time.
 */
public final class VoteJournal implements Closeable {
  /** Sizes. */
  public record Settings(int segmentBytes, int allocateBytes) {
    /** 64 MiB segments, allocated in steps of 4 MiB. */
    public static final Settings DEFAULT = new Settings(64 << 20, 4 << 20);
  }

  /** Bytes of collected records at which they are written without being asked. */
  static final int MAX_COLLECTED = 1 << 20;

  private static final String LOCK = "lock";

  private final Disk disk;
  private final Settings settings;
  private final Closeable lock;
  private final SyncMark mark;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final BatchIndex index = new BatchIndex();
  private final Retained retained = new Retained();
  private final List<byte[]> collected = new ArrayList<>();
  private final boolean dropped;
  private int collectedBytes;
  private long next;
  private boolean broken;

  private VoteJournal(Disk disk, Settings settings) throws IOException {
    this.disk = disk;
    this.settings = settings;
    lock = disk.lock(LOCK);
    boolean opened = false;
    try {
      mark = SyncMark.open(disk);
      JournalScan scan = JournalScan.run(disk, mark.found(), this::take);
      dropped = scan.dropped;
      next = scan.next;
      settle(scan);
      opened = true;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /**
   * Opens the journal in a directory, or makes it there.
   *
   * @throws VoteJournalException if the directory cannot be used or another process has it
   */
  public static VoteJournal open(Disk disk, Settings settings) {
    try {
      return new VoteJournal(disk, settings);
    } catch (IOException e) {
      throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
    }
  }

  private void take(Segment segment, JournalScan.PlacedGroup placed) {
    segments.put(segment.first, segment);
    long at = placed.offset() + Group.HEADER;
    for (byte[] record : placed.group().records()) {
      note(segment, at + Group.RECORD_HEADER, record);
      at += Group.RECORD_HEADER + record.length;
    }
  }

  private void note(Segment segment, long offset, byte[] record) {
    retained.add(record);
    Retained.header(record)
        .ifPresent(
            header -> {
              index.add(
                  header.hash(),
                  header.parentHash(),
                  header.batch(),
                  new BatchIndex.Place(segment.first, offset, record.length));
              segment.maxBatch = Math.max(segment.maxBatch, header.batch());
            });
    if (record[0] == Retained.CONFIRMED) {
      index.confirm(Hash.of(Arrays.copyOfRange(record, 9, 9 + Hash.LENGTH)));
    }
  }

  /** Puts the files in order after the scan, so that a crash on the way is found again. */
  private void settle(JournalScan scan) throws IOException {
    if (scan.dropped) {
      next = scan.unused;
      Segment fresh = Segment.create(disk, next);
      segments.put(fresh.first, fresh);
      append(new JournalRecord.AmnesiaBegin());
      force();
    }
    for (Segment segment : scan.segments) {
      if (segments.get(segment.first) != segment) {
        segment.file.close();
        if (!segments.containsKey(segment.first)) {
          disk.delete(segment.name());
        }
      } else if (segment.allocated > segment.end) {
        segment.file.truncate(segment.end);
        segment.allocated = segment.end;
      }
    }
    disk.sync();
  }

  /**
   * Whether something that was once forced is gone (rule 7). The journal then says so itself, by an
   * {@link JournalRecord.AmnesiaBegin} at its end.
   */
  public boolean dropped() {
    return dropped;
  }

  /** Collects a record for the next force. Nothing waits for it yet. */
  public void append(JournalRecord record) {
    byte[] bytes = record.encode();
    collected.add(bytes);
    collectedBytes += bytes.length + Group.RECORD_HEADER;
    if (collectedBytes >= MAX_COLLECTED) {
      force();
    }
  }

  /** Returns when everything appended before is on the disk. */
  public void force() {
    if (broken) {
      throw new VoteJournalException("vote journal " + disk.path() + " failed before: restart");
    }
    if (collected.isEmpty()) {
      return;
    }
    try {
      broken = true;
      write();
      broken = false;
    } catch (IOException e) {
      throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
    }
  }

  private void write() throws IOException {
    ByteBuffer frame = Group.encode(next, collected);
    int length = frame.remaining();
    Segment segment = segmentFor(length);
    long at = segment.end;
    allocate(segment, at + length);
    segment.file.write(at, frame);
    segment.file.force();
    segment.end = at + length;
    next++;
    mark.write(next);
    long offset = at + Group.HEADER;
    for (byte[] record : collected) {
      note(segment, offset + Group.RECORD_HEADER, record);
      offset += Group.RECORD_HEADER + record.length;
    }
    collected.clear();
    collectedBytes = 0;
  }

  private Segment segmentFor(int length) throws IOException {
    var newest = segments.lastEntry();
    if (newest != null && newest.getValue().end + length <= settings.segmentBytes()) {
      return newest.getValue();
    }
    if (newest != null && newest.getValue().end == Segment.HEADER) {
      return newest.getValue();
    }
    return begin();
  }

  private Segment begin() throws IOException {
    Segment fresh = Segment.create(disk, next);
    segments.put(fresh.first, fresh);
    return fresh;
  }

  /** Writes zeros ahead, so that a force has no new file size to write. */
  private void allocate(Segment segment, long needed) throws IOException {
    if (needed > segment.allocated && settings.allocateBytes() > 0) {
      long from = Math.max(segment.allocated, segment.end);
      long room = Math.max(settings.segmentBytes(), needed) - from;
      int size = (int) Math.min(Math.max(settings.allocateBytes(), needed - from), room);
      segment.file.write(from, ByteBuffer.allocate(size));
      segment.allocated = from + size;
    }
  }

  /**
   * Confirmed batches from {@code from} on.
   *
   * @param max most batches
   * @param maxBytes most bytes of them; at least one batch is returned if there is one
   * @return consecutive batches; empty if {@code from} is not there
   */
  public List<CatchUpBatch> confirmed(long from, int max, int maxBytes) {
    List<CatchUpBatch> batches = new ArrayList<>();
    int room = maxBytes;
    for (BatchIndex.Place place : index.confirmedFrom(from, max)) {
      room -= place.length();
      if (room < 0 && !batches.isEmpty()) {
        break;
      }
      batches.add(batch(place));
    }
    return batches;
  }

  private CatchUpBatch batch(BatchIndex.Place place) {
    byte[] bytes = new byte[place.length()];
    DiskFile file = segments.get(place.segment()).file;
    try {
      file.read(place.offset(), ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
    }
    JournalRecord record = JournalRecord.read(new BcsReader(bytes));
    if (record instanceof JournalRecord.Acked acked) {
      return acked.batch();
    }
    return record instanceof JournalRecord.OwnHeader own
        ? own.batch()
        : ((JournalRecord.Fetched) record).batch();
  }

  /** A reader of the records there are now, from the oldest on. */
  public Reader reader() {
    return new Reader(List.copyOf(segments.values()));
  }

  /** Reads the journal in parts. */
  public final class Reader {
    private final List<Segment> todo;
    private int segment;
    private int at = Segment.HEADER;
    private byte[] bytes = {};

    private Reader(List<Segment> todo) {
      this.todo = todo;
    }

    /** Whether everything was read. */
    public boolean isAtEnd() {
      return segment >= todo.size();
    }

    /** The next records, at least {@code atLeast} of them unless the journal ends. */
    public List<JournalRecord> next(int atLeast) {
      List<JournalRecord> records = new ArrayList<>();
      while (records.size() < atLeast && !isAtEnd()) {
        Segment current = todo.get(segment);
        if (at >= current.end) {
          segment++;
          at = Segment.HEADER;
          bytes = new byte[0];
          continue;
        }
        load(current);
        Group group = Group.read(bytes, at).orElseThrow(() -> gone(current));
        group.records().forEach(r -> records.add(JournalRecord.read(new BcsReader(r))));
        at += Group.frameLength(bytes, at);
      }
      return records;
    }

    private void load(Segment current) {
      if (bytes.length == 0) {
        try {
          bytes = current.read();
        } catch (IOException e) {
          throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
        }
      }
    }

    private VoteJournalException gone(Segment current) {
      return new VoteJournalException(
          "vote journal " + disk.path() + ": " + current.name() + " is damaged at " + at);
    }
  }

  /**
   * Gives up batches up to {@code batch}, in whole files: what must stay is written again first.
   * Call it after {@link JournalRecord.Pruned} was forced.
   */
  public void prune(long batch) {
    force();
    long below = segments.isEmpty() ? 0 : segments.lastKey();
    for (Segment segment : segments.values()) {
      if (segment.maxBatch > batch) {
        below = segment.first;
        break;
      }
    }
    if (segments.headMap(below).isEmpty()) {
      return;
    }
    retained.records().forEach(this::appendEncoded);
    force();
    try {
      for (Segment old : List.copyOf(segments.headMap(below).values())) {
        segments.remove(old.first);
        old.file.close();
        disk.delete(old.name());
        // One at a time and oldest first: a crash never leaves a hole.
        disk.sync();
      }
    } catch (IOException e) {
      throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
    }
    index.dropBelow(below);
  }

  private void appendEncoded(byte[] record) {
    collected.add(record);
    collectedBytes += record.length + Group.RECORD_HEADER;
  }

  /** Bytes of all files. */
  public long bytes() {
    return segments.values().stream().mapToLong(s -> Math.max(s.end, s.allocated)).sum();
  }

  /** Forces what was collected and gives the directory free. */
  @Override
  public void close() {
    try {
      if (!broken) {
        force();
      }
    } finally {
      broken = true;
      release();
    }
  }

  /** Gives the directory free without writing anything, as a crash does. */
  public void abandon() {
    broken = true;
    release();
  }

  private void release() {
    try {
      for (Segment segment : segments.values()) {
        segment.file.close();
      }
      mark.close();
      lock.close();
    } catch (IOException e) {
      throw new VoteJournalException("vote journal " + disk.path() + ": " + e.getMessage(), e);
    }
  }
}
