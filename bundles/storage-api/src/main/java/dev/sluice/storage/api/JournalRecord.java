/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record and its position. Immutable; equal by content. */
public final class JournalRecord {
  private final long position;
  private final byte[] content;

  private JournalRecord(long position, byte[] content) {
    this.position = position;
    this.content = content;
  }

  /** A record of a copy of the buffer from its position to its limit; leaves both. */
  public static JournalRecord of(long position, ByteBuffer content) {
    byte[] copy = new byte[content.remaining()];
    content.duplicate().get(copy);
    return new JournalRecord(position, copy);
  }

  /** Where the record is in its journal. */
  public long position() {
    return position;
  }

  /** Number of bytes. */
  public int size() {
    return content.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return content.clone();
  }

  /** A read-only view of the bytes, without copying. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JournalRecord record
        && position == record.position
        && Arrays.equals(content, record.content);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(position);
  }

  @Override
  public String toString() {
    return "record " + position + " (" + content.length + " bytes)";
  }
}
