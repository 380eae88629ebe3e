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
  /** Holds the number of the newest segment. */
  private static final String NEWEST = "newest";

  /**
   * Holds number, salt and end of the newest segment. There from a proper close to the next start
   * only.
   */
  private static final String CLEAN = "clean";

  private static final String TEMPORARY = ".tmp";

  private final Disk directory;
  private final int kind;
  private final Damages damages;
  private int[] clean = new int[0];

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
    clean = readNote(CLEAN, 3);
    directory.delete(CLEAN);
    // Also because an earlier life may have ended between naming a file and making that durable.
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
    int[] note = readNote(NEWEST, 1);
    return note.length == 0 ? 0 : note[0];
  }

  void noteNewest(int id) throws IOException {
    writeNote(NEWEST, id);
  }

  /** Where {@code last} ended when the log was closed properly, 0 if it was not. */
  int cleanEnd(Segment last) {
    return clean.length > 0 && clean[0] == last.id() && clean[1] == last.header().salt()
        ? clean[2]
        : 0;
  }

  void noteClean(Segment head) throws IOException {
    writeNote(CLEAN, head.id(), head.header().salt(), head.end());
    directory.sync();
  }

  /** Notes are a few numbers and their checksum, 4 bytes each. */
  private void writeNote(String name, int... numbers) throws IOException {
    byte[] bytes = new byte[(numbers.length + 1) * Integer.BYTES];
    for (int i = 0; i < numbers.length; i++) {
      Bytes.putInt(bytes, i * Integer.BYTES, numbers[i]);
    }
    int length = bytes.length - Integer.BYTES;
    Bytes.putInt(bytes, length, Bytes.crc(bytes, 0, length));
    try (DiskFile file = directory.create(name + TEMPORARY)) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.force();
    }
    directory.rename(name + TEMPORARY, name);
  }

  /** The numbers, or none if there is no intact note. */
  private int[] readNote(String name, int count) throws IOException {
    byte[] bytes = new byte[(count + 1) * Integer.BYTES];
    try (DiskFile file = directory.open(name)) {
      file.read(0, ByteBuffer.wrap(bytes));
    } catch (NoSuchFileException e) {
      return new int[0];
    }
    int length = bytes.length - Integer.BYTES;
    if (Bytes.getInt(bytes, length) != Bytes.crc(bytes, 0, length)) {
      return new int[0];
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Bytes.getInt(bytes, i * Integer.BYTES);
    }
    return numbers;
  }
}
