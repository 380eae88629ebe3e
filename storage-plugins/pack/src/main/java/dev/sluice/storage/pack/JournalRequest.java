/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.JournalCheckpoint;
import java.util.List;

/** A write to a journal, waiting for its group. */
final class JournalRequest extends GroupCommit.Request {
  /** Counted for each record besides its content. */
  static final int OVERHEAD = 32;

  /** What to do. */
  sealed interface Action {}

  record Append(List<byte[]> records) implements Action {}

  record Force() implements Action {}

  record TruncateBefore(long position) implements Action {}

  record TruncateFrom(long position) implements Action {}

  record Mark(JournalCheckpoint checkpoint) implements Action {}

  private final Action action;
  private long position;

  private JournalRequest(long bytes, Action action) {
    super(bytes);
    this.action = action;
  }

  static JournalRequest append(List<byte[]> records) {
    List<byte[]> copy = List.copyOf(records);
    long bytes = copy.stream().mapToLong(one -> one.length + OVERHEAD).sum();
    return new JournalRequest(bytes, new Append(copy));
  }

  static JournalRequest force() {
    return new JournalRequest(0, new Force());
  }

  static JournalRequest truncateBefore(long position) {
    return new JournalRequest(JournalMark.recordBytes(0), new TruncateBefore(position));
  }

  static JournalRequest truncateFrom(long position) {
    return new JournalRequest(0, new TruncateFrom(position));
  }

  static JournalRequest checkpoint(long position, byte[] note) {
    return new JournalRequest(
        JournalMark.recordBytes(note.length), new Mark(JournalCheckpoint.of(position, note)));
  }

  Action action() {
    return action;
  }

  /** Where the first record went. */
  long position() {
    return position;
  }

  void setPosition(long newPosition) {
    position = newPosition;
  }
}
