/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An append-only sequence of records, numbered from 0 by <i>position</i>. It holds the positions
 * from {@link JournalState#first()} up to but not including {@link JournalState#next()}; both ends
 * can be cut.
 *
 * <p><b>Durability.</b> {@link #append} hands records to the operating system. They are on the
 * device once {@link #force}, {@link #truncateBefore}, {@link #truncateFrom} or {@link #checkpoint}
 * returned after it. After a crash the journal holds a prefix of what was appended that includes
 * everything forced: never a hole, never a record that was not appended.
 *
 * <p><b>Threads.</b> Thread-safe. Appends from several threads are ordered by the positions they
 * return; one force serves all that wait for it. Reads run beside appends.
 *
 * <p><b>Waiting, drain and errors</b> are as for {@link BlockStore}. After a failed append nothing
 * of the batch is in the journal, unless the error is {@link StorageError#WRITES_STOPPED}: then
 * read {@link #state()} after opening it again.
 */
@ConsumerType
public interface Journal extends AutoCloseable {
  /** Most bytes in one record. */
  int MAX_RECORD_BYTES = 1 << 20;

  /** Most bytes in the note of a checkpoint. */
  int MAX_NOTE_BYTES = 16 << 10;

  /**
   * Adds the records, in order and without others in between. The arrays are not kept.
   *
   * @return the position of the first one
   * @throws StorageException {@link StorageError#TOO_LARGE} for a record over {@link
   *     #MAX_RECORD_BYTES} or a batch over {@link JournalState#maxBatchBytes()}
   */
  long append(List<byte[]> records);

  /** Returns when everything appended before the call is on the device. */
  void force();

  /**
   * The records from position {@code from} on: as many as there are, at most {@code maxRecords},
   * and no more once {@code maxBytes} of content are reached. At least one record is returned
   * unless {@code from} is the end. Stops early before a damaged record.
   *
   * @throws StorageException {@link StorageError#OUT_OF_RANGE} below the first position or beyond
   *     the end, {@link StorageError#CORRUPT} if the record at {@code from} is damaged or missing;
   *     later positions may still be readable
   */
  List<JournalRecord> read(long from, int maxRecords, int maxBytes);

  /**
   * Gives up the records below {@code position}, durably. Their space is freed in whole segments.
   *
   * @throws StorageException {@link StorageError#OUT_OF_RANGE} beyond the end
   */
  void truncateBefore(long position);

  /**
   * Takes back the records at {@code position} and after, durably: the next append gets that
   * position.
   *
   * @throws StorageException {@link StorageError#OUT_OF_RANGE} below the first position, below the
   *     checkpoint, or beyond the end
   */
  void truncateFrom(long position);

  /**
   * Replaces the checkpoint: notes, durably, that the state up to but not including {@code
   * position} is kept elsewhere, with a note on where. Does not give up records; call {@link
   * #truncateBefore} for that.
   *
   * @throws StorageException {@link StorageError#OUT_OF_RANGE} outside the journal, {@link
   *     StorageError#TOO_LARGE} for a note over {@link #MAX_NOTE_BYTES}
   */
  void checkpoint(long position, byte[] note);

  /** Bounds, checkpoint and found damage. */
  JournalState state();

  /** Finishes admitted writes, forces them and frees the name. No effect the second time. */
  @Override
  void close();
}
