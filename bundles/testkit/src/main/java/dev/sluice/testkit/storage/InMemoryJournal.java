/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalCheckpoint;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.JournalState;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reference model of a journal. */
final class InMemoryJournal implements Journal {
  private static final long MAX_BATCH_BYTES = 16 << 20;
  private static final int OVERHEAD = 32;

  /** What outlives closing. */
  static final class Content {
    private final List<byte[]> records = new ArrayList<>();
    private long first;
    private Optional<JournalCheckpoint> checkpoint = Optional.empty();

    private long next() {
      return first + records.size();
    }
  }

  private final Content content;
  private final Runnable onClose;
  private boolean closed;

  InMemoryJournal(Content content, Runnable onClose) {
    this.content = content;
    this.onClose = onClose;
  }

  @Override
  public synchronized long append(List<byte[]> batch) {
    checkOpen();
    long bytes = 0;
    for (byte[] bytesOfOne : batch) {
      checkSize("a record", bytesOfOne.length, MAX_RECORD_BYTES);
      bytes += bytesOfOne.length + OVERHEAD;
    }
    checkSize("a batch", bytes, MAX_BATCH_BYTES);
    long position = content.next();
    batch.forEach(bytesOfOne -> content.records.add(bytesOfOne.clone()));
    return position;
  }

  @Override
  public synchronized void force() {
    checkOpen();
  }

  @Override
  public synchronized List<JournalRecord> read(long from, int maxRecords, int maxBytes) {
    checkOpen();
    checkRange("read", from, content.first);
    List<JournalRecord> page = new ArrayList<>();
    long bytes = 0;
    for (long at = from;
        at < content.next() && page.size() < maxRecords && (page.isEmpty() || bytes < maxBytes);
        at++) {
      byte[] one = content.records.get((int) (at - content.first));
      bytes += one.length;
      page.add(JournalRecord.of(at, ByteBuffer.wrap(one)));
    }
    return page;
  }

  @Override
  public synchronized void truncateBefore(long position) {
    checkOpen();
    checkRange("truncate before", position, Long.MIN_VALUE);
    if (position > content.first) {
      content.records.subList(0, (int) (position - content.first)).clear();
      content.first = position;
    }
  }

  @Override
  public synchronized void truncateFrom(long position) {
    checkOpen();
    long floor = content.checkpoint.map(JournalCheckpoint::position).orElse(content.first);
    checkRange("truncate from", position, Math.max(floor, content.first));
    content.records.subList((int) (position - content.first), content.records.size()).clear();
  }

  @Override
  public synchronized void checkpoint(long position, byte[] note) {
    checkOpen();
    checkRange("checkpoint", position, content.first);
    checkSize("a note", note.length, MAX_NOTE_BYTES);
    content.checkpoint = Optional.of(JournalCheckpoint.of(position, note));
  }

  @Override
  public synchronized JournalState state() {
    return new JournalState(
        content.first,
        content.next(),
        content.next(),
        content.checkpoint,
        0,
        MAX_BATCH_BYTES,
        !closed,
        List.of());
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.run();
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException(StorageError.CLOSED, "this journal is closed: open it again");
    }
  }

  private void checkRange(String what, long position, long floor) {
    if (position < floor || position > content.next()) {
      throw new StorageException(
          StorageError.OUT_OF_RANGE,
          "cannot %s %d: the journal holds %d to %d"
              .formatted(what, position, content.first, content.next()));
    }
  }

  private static void checkSize(String what, long size, long limit) {
    if (size > limit) {
      throw new StorageException(
          StorageError.TOO_LARGE, what + " has at most " + limit + " bytes, not " + size);
    }
  }
}
