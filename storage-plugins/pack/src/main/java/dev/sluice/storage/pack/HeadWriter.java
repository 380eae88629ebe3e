/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Adds records to the newest segment of a log: append, {@link #write}, {@link #force}, then {@link
 * #publish} or {@link #rollback}. One thread at a time.
 */
final class HeadWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final String directory;
  private final Runnable onHalfFull;
  private volatile @Nullable Segment head;

  private byte[] buffer = new byte[0];
  private int buffered;

  /** Offset in the head up to which bytes were handed to the operating system. */
  private int written;

  /** What lies between the end of the head and here is rest of a failed write. */
  private int dirtyEnd;

  private volatile @Nullable String stopped;

  /**
   * A writer without a head yet.
   *
   * @param directory for messages
   * @param onHalfFull called after writes, when the next segment will be needed before long
   */
  HeadWriter(String directory, Runnable onHalfFull) {
    this.directory = directory;
    this.onHalfFull = onHalfFull;
  }

  /** Continues at the end of {@code segment}. */
  void start(Segment segment) {
    head = segment;
    written = segment.end();
    dirtyEnd = 0;
  }

  boolean hasHead() {
    return head != null;
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
          total + " bytes do not fit in a segment of " + directory + ": split the batch");
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
        buffer = new byte[Math.max(total, Math.min(BUFFER_BYTES, head().header().capacity()))];
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
      onHalfFull.run();
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

  /** Whether everything is forced and nothing is left of a failed write. */
  boolean isClean() {
    Segment present = head();
    return stopped == null && present.forced() == present.end() && dirtyEnd <= present.end();
  }
}
