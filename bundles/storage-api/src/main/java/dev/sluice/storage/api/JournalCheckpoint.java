/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Up to where the state of a journal is kept elsewhere, and a note on where. Immutable. */
public final class JournalCheckpoint {
  private final long position;
  private final byte[] note;

  private JournalCheckpoint(long position, byte[] note) {
    this.position = position;
    this.note = note;
  }

  /** A checkpoint with a copy of the note. */
  public static JournalCheckpoint of(long position, byte[] note) {
    return new JournalCheckpoint(position, note.clone());
  }

  /** The first position the kept state does not cover. */
  public long position() {
    return position;
  }

  /** A copy of the caller's note. */
  public byte[] note() {
    return note.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JournalCheckpoint checkpoint
        && position == checkpoint.position
        && Arrays.equals(note, checkpoint.note);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(position);
  }

  @Override
  public String toString() {
    return "checkpoint at " + position + " (" + note.length + " bytes)";
  }
}
