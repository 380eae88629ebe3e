/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which segment files a directory holds: finding them, and the note on the highest one. */
final class SegmentFiles {
  /** Holds the number of the newest segment (4 bytes) and its checksum (4). */
  private static final String NEWEST = "newest";

  private static final String TEMPORARY = ".tmp";

  private final Disk directory;
  private final int kind;
  private final Damages damages;

  SegmentFiles(Disk directory, int kind, Damages damages) {
    this.directory = directory;
    this.kind = kind;
    this.damages = damages;
  }

  /**
   * Opens the segments, lowest first, their ends set where known; removes temporary files and
   * segments that another one replaced.
   */
  List<Segment> open() throws IOException {
    Deque<Segment> kept = new ArrayDeque<>();
    List<String> names = new ArrayList<>(directory.files());
    names.sort(java.util.Comparator.reverseOrder());
    for (String name : names) {
      if (name.endsWith(TEMPORARY)) {
        directory.delete(name);
      } else if (name.matches("[0-9]{8}\\.seg")) {
        Segment segment = open(name);
        if (segment == null) {
          continue;
        }
        if (kept.isEmpty() || segment.id() < kept.getFirst().header().firstId()) {
          kept.addFirst(segment);
        } else {
          segment.close();
          directory.delete(name);
        }
      }
    }
    // An earlier life may have ended between giving a file its name and making that durable.
    directory.sync();
    List<Segment> segments = new ArrayList<>(kept);
    setEnds(segments);
    return segments;
  }

  private @Nullable Segment open(String name) throws IOException {
    DiskFile file = directory.open(name);
    byte[] bytes = new byte[SegmentHeader.BYTES];
    int count = file.read(0, ByteBuffer.wrap(bytes));
    SegmentHeader header = count < bytes.length ? null : SegmentHeader.decode(bytes, kind);
    if (header == null || !SegmentHeader.fileName(header.lastId()).equals(name)) {
      file.close();
      damages.add(
          directory.path() + "/" + name,
          "no intact segment header: none of its records can be read. Restore the file from a copy");
      return null;
    }
    return new Segment(header, file, directory.path());
  }

  private void setEnds(List<Segment> segments) throws IOException {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      SegmentHeader header = segment.header();
      int end = header.dataEnd();
      if (end == 0 && i + 1 < segments.size()) {
        SegmentHeader next = segments.get(i + 1).header();
        end =
            next.firstId() == header.lastId() + 1
                ? next.previousEnd()
                : new TailRecovery(segment).findEnd(SegmentHeader.BYTES, 0, reporter(segment));
      }
      if (end > 0) {
        segment.setEnd(end);
        segment.setForced(end);
        long size = segment.file().size();
        if (size < end) {
          segment.markDamaged();
          damages.add(
              segment.path() + " at offset " + size,
              "the file was cut from " + end + " bytes; records behind are lost");
        }
      }
    }
  }

  /** Reports damage and ignores records. Of no segment there is none to report. */
  SegmentScan.Visitor reporter(@Nullable Segment segment) {
    return new SegmentScan.Visitor() {
      @Override
      public void record(int offset, RecordHeader header) {}

      @Override
      public void damaged(int from, int to) {
        if (segment != null) {
          report(segment, from, to);
        }
      }
    };
  }

  void report(Segment segment, int from, int to) {
    segment.markDamaged();
    damages.add(
        segment.path() + " at offset " + from,
        (to - from) + " bytes hold no intact record; the records that were there are lost");
  }

  void reportMissing(int from, int to) {
    for (int id = from; id <= to && id < from + 10; id++) {
      damages.add(
          directory.path() + "/" + SegmentHeader.fileName(id),
          "the file is missing, and its records with it. Restore it from a copy");
    }
  }

  Damages damages() {
    return damages;
  }

  /** The newest segment there ever was, as far as noted; 0 if not. */
  int newest() throws IOException {
    byte[] bytes = new byte[8];
    try (DiskFile file = directory.open(NEWEST)) {
      file.read(0, ByteBuffer.wrap(bytes));
    } catch (NoSuchFileException e) {
      return 0;
    }
    int id = Bytes.getInt(bytes, 0);
    return Bytes.getInt(bytes, 4) == Bytes.crc(bytes, 0, 4) ? id : 0;
  }

  void noteNewest(int id) throws IOException {
    byte[] bytes = new byte[8];
    Bytes.putInt(bytes, 0, id);
    Bytes.putInt(bytes, 4, Bytes.crc(bytes, 0, 4));
    try (DiskFile file = directory.create(NEWEST + TEMPORARY)) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.force();
    }
    directory.rename(NEWEST + TEMPORARY, NEWEST);
  }
}
