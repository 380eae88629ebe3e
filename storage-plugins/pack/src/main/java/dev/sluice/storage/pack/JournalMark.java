/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.JournalCheckpoint;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The body of a STATE record: first position (8), position of the checkpoint or -1 (8), its note.
 * Each segment begins with one; the last one counts.
 */
record JournalMark(long first, Optional<JournalCheckpoint> checkpoint) {
  static final JournalMark START = new JournalMark(0, Optional.empty());

  private static final int FIXED = 16;

  JournalMark withFirst(long newFirst) {
    return new JournalMark(newFirst, checkpoint);
  }

  JournalMark withCheckpoint(JournalCheckpoint newCheckpoint) {
    return new JournalMark(first, Optional.of(newCheckpoint));
  }

  ByteBuffer encode() {
    byte[] note = checkpoint.map(JournalCheckpoint::note).orElse(new byte[0]);
    return ByteBuffer.allocate(FIXED + note.length)
        .putLong(first)
        .putLong(checkpoint.map(JournalCheckpoint::position).orElse(-1L))
        .put(note)
        .flip();
  }

  static JournalMark decode(ByteBuffer body) {
    long first = body.getLong();
    long position = body.getLong();
    byte[] note = new byte[body.remaining()];
    body.get(note);
    return new JournalMark(
        first, position < 0 ? Optional.empty() : Optional.of(JournalCheckpoint.of(position, note)));
  }

  /** Most bytes of log that a STATE record with a note of this length takes. */
  static int recordBytes(int noteLength) {
    return RecordHeader.totalBytes(RecordHeader.STATE, FIXED + noteLength);
  }
}
