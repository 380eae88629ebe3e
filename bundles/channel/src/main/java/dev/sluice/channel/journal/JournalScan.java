/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads the segments of a journal and finds its end. A group that is not whole at the very end was
 * never reported as forced, unless the sync mark says so: it is cut off and nothing is lost.
 * Anything sound after a bad group, a missing segment, or a sync mark beyond the end means that
 * something forced is gone: the journal <em>dropped</em> records.
 */
final class JournalScan {
  final List<Segment> segments = new ArrayList<>();

  /** Number of the group after the last sound one. */
  long next;

  /** Highest number that was seen anywhere, and one. */
  long unused;

  boolean dropped;

  private final Disk disk;
  private final BiConsumer<Segment, PlacedGroup> sink;
  private boolean ended;

  /** A group and the offset of its frame. */
  record PlacedGroup(Group group, long offset) {}

  private JournalScan(Disk disk, BiConsumer<Segment, PlacedGroup> sink) {
    this.disk = disk;
    this.sink = sink;
  }

  /** Scans; every sound group up to the end is given to {@code sink} in order. */
  static JournalScan run(Disk disk, long mark, BiConsumer<Segment, PlacedGroup> sink)
      throws IOException {
    JournalScan scan = new JournalScan(disk, sink);
    scan.unused = mark;
    List<Long> numbers =
        disk.files().stream().flatMap(n -> Segment.number(n).stream()).sorted().toList();
    for (int i = 0; i < numbers.size(); i++) {
      scan.segment(numbers.get(i), i == 0, i == numbers.size() - 1);
    }
    scan.dropped |= scan.next < mark;
    return scan;
  }

  private void segment(long first, boolean oldest, boolean newest) throws IOException {
    Segment segment = new Segment(first, disk.open(Segment.name(first)));
    unused = Math.max(unused, first + 1);
    byte[] bytes = segment.read();
    boolean sound = segment.hasSoundHeader(bytes);
    boolean restart = sound && beginsAnew(bytes);
    boolean follows = oldest || first == next;
    if (ended || !sound || !(follows || restart)) {
      // A newest segment without header was being made when the power went.
      dropped |= ended || !newest || sound;
      ended = true;
      noteNumbers(bytes, 0);
      segments.add(segment);
      segment.end = 0;
      return;
    }
    segments.add(segment);
    next = first;
    groups(segment, bytes);
  }

  /** Whether the first group says that records were lost before it. */
  private static boolean beginsAnew(byte[] bytes) {
    return Group.read(bytes, Segment.HEADER)
        .filter(g -> g.records().get(0)[0] == Retained.AMNESIA_BEGIN)
        .isPresent();
  }

  private void groups(Segment segment, byte[] bytes) {
    int at = Segment.HEADER;
    var group = Group.read(bytes, at);
    while (group.isPresent() && group.get().number() == next) {
      sink.accept(segment, new PlacedGroup(group.get(), at));
      at += Group.frameLength(bytes, at);
      next++;
      group = Group.read(bytes, at);
    }
    segment.end = at;
    segment.allocated = bytes.length;
    unused = Math.max(unused, next);
    if (!isZero(bytes, at)) {
      ended = true;
      dropped |= noteNumbers(bytes, at);
    }
  }

  private static boolean isZero(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a sound group begins anywhere from {@code from} on. */
  private boolean noteNumbers(byte[] bytes, int from) {
    boolean found = false;
    for (int at = from; at + Group.HEADER <= bytes.length; at++) {
      if (bytes[at] == (byte) Group.MAGIC) {
        var group = Group.read(bytes, at);
        if (group.isPresent()) {
          found = true;
          unused = Math.max(unused, group.get().number() + 1);
        }
      }
    }
    return found;
  }
}
