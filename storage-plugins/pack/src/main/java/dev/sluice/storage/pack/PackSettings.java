/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.time.Duration;

/**
 * How a pack store behaves. Sizes in bytes.
 *
 * @param segmentBytes length of a segment file of the block log
 * @param journalSegmentBytes length of a segment file of a journal
 * @param queueBytes writers wait while more than this is queued in one log
 * @param queueWait longest wait for room in the queue
 * @param indexBytes memory for the block index; further blocks are refused
 * @param compactPercent a segment of which this share is no longer needed is rewritten
 * @param indexRecords the index is saved after this many new records, or a quarter of the blocks if
 *     that is more
 */
public record PackSettings(
    int segmentBytes,
    int journalSegmentBytes,
    long queueBytes,
    Duration queueWait,
    long indexBytes,
    int compactPercent,
    long indexRecords) {
  static final int MIB = 1 << 20;

  /** Smallest segment; only tests use less than what the configuration allows. */
  static final int MIN_SEGMENT_BYTES = 1 << 14;

  /** What holds unless configured. */
  public static final PackSettings DEFAULT =
      new PackSettings(
          64 * MIB, 16 * MIB, 64L * MIB, Duration.ofSeconds(5), 512L * MIB, 50, 1_000_000);

  /** Refuses values outside their range. */
  public PackSettings {
    check("segmentBytes", segmentBytes, MIN_SEGMENT_BYTES, Location.MAX_SEGMENT_BYTES);
    check(
        "journalSegmentBytes", journalSegmentBytes, MIN_SEGMENT_BYTES, Location.MAX_SEGMENT_BYTES);
    check("segmentBytes modulo 4096", segmentBytes % 4096, 0, 0);
    check("journalSegmentBytes modulo 4096", journalSegmentBytes % 4096, 0, 0);
    check("queueBytes", queueBytes, 1, Long.MAX_VALUE);
    check("indexBytes", indexBytes, 1, Long.MAX_VALUE);
    check("compactPercent", compactPercent, 1, 100);
    check("indexRecords", indexRecords, 1, Long.MAX_VALUE);
  }

  /** Refuses {@code value} outside the range, naming the setting. */
  static long check(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new StorageException(
          StorageError.INVALID,
          "setting " + key + " = " + value + " is outside " + min + " to " + max);
    }
    return value;
  }
}
