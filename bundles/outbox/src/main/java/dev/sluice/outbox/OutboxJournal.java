/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.plugin.api.PluginRef;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.JournalState;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's records in a journal of a storage plugin. A journal is of use only while it is open,
 * so it is kept, and let go at its first error: the plugin may have been exchanged. For one thread.
 */
final class OutboxJournal implements AutoCloseable {
  static final String NAME = "outbox";

  /** The journal is rewritten when it holds this many records more than are needed. */
  static final int SURPLUS = 16_384;

  private static final int PAGE_RECORDS = 1_024;
  private static final int PAGE_BYTES = 4 << 20;

  private final PluginRef<Journals> journals;
  private final Duration timeout;
  private @Nullable Journal journal;
  private long size;

  OutboxJournal(PluginRef<Journals> journals, Duration timeout) {
    this.journals = journals;
    this.timeout = timeout;
  }

  /** All records in order. A journal that is not there yet is not made. */
  List<OutboxRecord> readAll() {
    if (!journals.run((all, left) -> all.names(), timeout).contains(NAME)) {
      return List.of();
    }
    Journal open = open();
    var records = new ArrayList<OutboxRecord>();
    JournalState state = open.state();
    long at = state.first();
    while (at < state.next()) {
      for (JournalRecord record : open.read(at, PAGE_RECORDS, PAGE_BYTES)) {
        records.add(OutboxRecord.read(record.bytes()));
        at = record.position() + 1;
      }
    }
    size = records.size();
    return records;
  }

  /**
   * Adds records and returns when they are on the device. Tried a second time on a journal opened
   * anew, as the storage plugin may have been exchanged. One that failed may be repeated.
   *
   * @throws StorageException or the plugin service's exception if they are not kept
   */
  void append(List<OutboxRecord> records) {
    List<byte[]> bytes = records.stream().map(OutboxRecord::write).toList();
    try {
      appendOnce(bytes);
    } catch (StorageException e) {
      close();
      appendOnce(bytes);
    }
  }

  private void appendOnce(List<byte[]> bytes) {
    Journal open = open();
    open.append(bytes);
    open.force();
    size += bytes.size();
  }

  /** Number of records, as this object has read and written them. */
  long size() {
    return size;
  }

  /** Replaces everything by these records. */
  void rewrite(List<OutboxRecord> records) {
    long first = open().state().next();
    if (!records.isEmpty()) {
      append(records);
    }
    open().truncateBefore(first);
    size = records.size();
  }

  private Journal open() {
    if (journal == null) {
      journal = journals.run((all, left) -> all.open(NAME), timeout);
    }
    return journal;
  }

  @Override
  public void close() {
    if (journal != null) {
      Journal open = journal;
      journal = null;
      open.close();
    }
  }
}
