/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.JournalState;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal in a segment log of its own. */
final class PackJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(PackJournal.class);

  /** Requests are grouped up to this many bytes. */
  private static final long GROUP_BYTES = 4 << 20;

  /** Longest wait for writes to finish when closing. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Runnable onClose;
  private final Damages damages = new Damages();
  private final SegmentLog log;
  private final JournalReader reader;
  private final JournalWriter writer;
  private final GroupCommit<JournalRequest> commit;
  private final long maxBatchBytes;

  /** Held shared by readers, exclusively while segments are taken away. */
  private final ReentrantReadWriteLock segments = new ReentrantReadWriteLock();

  private boolean closing;
  private volatile boolean closed;

  PackJournal(
      String name,
      Disk directory,
      PackSettings settings,
      Executor background,
      RandomGenerator random,
      Runnable onClose) {
    this.name = name;
    this.onClose = onClose;
    int segmentBytes = settings.journalSegmentBytes();
    log =
        new SegmentLog(
            directory, SegmentHeader.JOURNAL, segmentBytes, background, random::nextInt, damages);
    reader = new JournalReader(log, damages);
    JournalLoader loader = new JournalLoader(log, reader, damages);
    try {
      loader.load();
    } catch (IOException e) {
      throw Failures.of(e, "open journal " + name + " in " + directory.path());
    }
    writer = new JournalWriter(log, reader, segments.writeLock(), loader.mark(), loader.next());
    writer.dropLeftovers();
    maxBatchBytes = SegmentLog.maxGroupBytes(segmentBytes);
    commit =
        new GroupCommit<>(
            "journal " + name,
            writer::write,
            settings.queueBytes(),
            Math.min(GROUP_BYTES, maxBatchBytes),
            settings.queueWait());
  }

  @Override
  public long append(List<byte[]> records) {
    for (byte[] record : records) {
      checkSize("a record", record.length, MAX_RECORD_BYTES);
    }
    JournalRequest request = JournalRequest.append(records);
    checkSize("a batch", request.bytes(), maxBatchBytes);
    run(request);
    return request.position();
  }

  @Override
  public void force() {
    run(JournalRequest.force());
  }

  @Override
  public List<JournalRecord> read(long from, int maxRecords, int maxBytes) {
    checkOpen();
    segments.readLock().lock();
    try {
      JournalWriter.Bounds bounds = writer.bounds();
      if (from < bounds.mark().first() || from > bounds.next()) {
        throw new StorageException(
            StorageError.OUT_OF_RANGE,
            "cannot read %d in journal %s: it holds %d to %d"
                .formatted(from, name, bounds.mark().first(), bounds.next()));
      }
      return reader.read(from, bounds.next(), maxRecords, maxBytes);
    } catch (IOException e) {
      throw Failures.of(e, "read journal " + name);
    } finally {
      segments.readLock().unlock();
    }
  }

  @Override
  public void truncateBefore(long position) {
    run(JournalRequest.truncateBefore(position));
  }

  @Override
  public void truncateFrom(long position) {
    run(JournalRequest.truncateFrom(position));
  }

  @Override
  public void checkpoint(long position, byte[] note) {
    checkSize("a note", note.length, Math.min(MAX_NOTE_BYTES, maxBatchBytes / 2));
    run(JournalRequest.checkpoint(position, note));
  }

  private void run(JournalRequest request) {
    checkOpen();
    commit.run(request);
  }

  @Override
  public JournalState state() {
    JournalWriter.Bounds bounds = writer.bounds();
    return new JournalState(
        bounds.mark().first(),
        bounds.next(),
        bounds.forced(),
        bounds.mark().checkpoint(),
        log.diskBytes(),
        maxBatchBytes,
        !closed && !log.writer().isStopped(),
        damages.list());
  }

  private void checkOpen() {
    if (closed) {
      throw Failures.closed("use journal " + name);
    }
  }

  private void checkSize(String what, long size, long limit) {
    if (size > limit) {
      throw new StorageException(
          StorageError.TOO_LARGE,
          "%s in journal %s has at most %d bytes, not %d: split it"
              .formatted(what, name, limit, size));
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try {
      if (commit.close(CLOSE_LIMIT)) {
        writer.finish();
      } else {
        LOG.warn("journal {}: writes did not finish within {}", name, CLOSE_LIMIT);
      }
      closed = true;
      log.close();
    } catch (IOException | StorageException e) {
      LOG.warn("journal {} was not closed cleanly", name, e);
    } finally {
      closed = true;
      onClose.run();
    }
  }
}
