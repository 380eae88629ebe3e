/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import dev.sluice.codec.BcsReader;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records that must survive pruning (section 6.6 of the channel protocol): key, promise, lock,
 * newest signed header of each of the last two epochs, newest other statement of each kind, and
 * whether the member waits by rule 7. Not thread-safe.
 */
final class Retained {
  static final int KEY_BORN = 1;
  static final int PROMISE = 2;
  static final int ACKED = 3;
  static final int OWN_HEADER = 4;
  static final int LOCK = 5;
  static final int CONFIRMED = 6;
  static final int AMNESIA_END = 8;
  static final int SIGNED = 9;
  static final int FETCHED = 11;
  static final int AMNESIA_BEGIN = 12;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(long order, byte[] record) {}

  private final Map<String, Kept> newest = new TreeMap<>();
  private final TreeMap<Long, Kept> signedHeaders = new TreeMap<>();
  private long order;

  /** The header of a record that holds a batch. */
  static Optional<BatchHeader> header(byte[] record) {
    int variant = record[0];
    if (variant != ACKED && variant != OWN_HEADER && variant != FETCHED) {
      return Optional.empty();
    }
    return Optional.of(BatchHeader.read(new BcsReader(record, 1, record.length)));
  }

  void add(byte[] record) {
    Kept kept = new Kept(order++, record);
    switch (record[0]) {
      case KEY_BORN, PROMISE, LOCK, CONFIRMED, AMNESIA_BEGIN, AMNESIA_END ->
          newest.put("" + record[0], kept);
      case SIGNED -> newest.put(SIGNED + tag(record), kept);
      case ACKED, OWN_HEADER -> {
        signedHeaders.put(header(record).orElseThrow().epoch(), kept);
        if (signedHeaders.size() > 2) {
          signedHeaders.pollFirstEntry();
        }
      }
      default -> {}
    }
  }

  private static String tag(byte[] record) {
    byte[] statement = new BcsReader(record, 1, record.length).bytes();
    int length = Math.min(Tag.LENGTH, statement.length);
    return new String(statement, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** The records, in the order in which they were written. */
  List<byte[]> records() {
    List<Kept> all = new ArrayList<>(newest.values());
    all.addAll(signedHeaders.values());
    all.sort(Comparator.comparingLong(Kept::order));
    return all.stream().map(Kept::record).toList();
  }
}
