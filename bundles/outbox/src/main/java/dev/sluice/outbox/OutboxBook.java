/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.outbox.Entry.Phase;
import dev.sluice.outbox.OutboxRecord.Done;
import dev.sluice.outbox.OutboxRecord.Signed;
import dev.sluice.outbox.OutboxRecord.Taken;
import dev.sluice.outbox.api.OutboxService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All open orders and the newest finished ones, by reference. For one thread. */
final class OutboxBook {
  private final Map<String, Entry> byReference = new LinkedHashMap<>();
  private long nextId;
  private int open;

  /** The book that the records tell. */
  static OutboxBook of(List<OutboxRecord> records) {
    var entries = new LinkedHashMap<Long, Entry>();
    for (OutboxRecord one : records) {
      if (one instanceof Taken taken) {
        entries.putIfAbsent(one.id(), new Entry(one.id(), taken.order()));
      } else {
        Optional.ofNullable(entries.get(one.id())).ifPresent(entry -> replay(one, entry));
      }
    }
    var book = new OutboxBook();
    entries.values().forEach(book::add);
    return book;
  }

  private static void replay(OutboxRecord one, Entry entry) {
    if (one instanceof Signed signed) {
      entry.signed = Optional.of(signed.signed());
      entry.attempts = signed.attempts();
    } else if (one instanceof Done last) {
      entry.phase = Phase.DONE;
      entry.last = last.state();
      entry.error = last.error();
    }
  }

  void add(Entry entry) {
    byReference.put(entry.order.reference(), entry);
    nextId = Math.max(nextId, entry.id + 1);
    if (entry.phase != Phase.DONE) {
      open++;
    } else {
      forgetOldest();
    }
  }

  /** To be called once for each entry that is done. */
  void finished() {
    open--;
    forgetOldest();
  }

  private void forgetOldest() {
    if (byReference.size() - open > OutboxService.MAX_DONE) {
      var all = byReference.values().iterator();
      while (all.hasNext()) {
        if (all.next().phase == Phase.DONE) {
          all.remove();
          return;
        }
      }
    }
  }

  Optional<Entry> find(String reference) {
    return Optional.ofNullable(byReference.get(reference));
  }

  Collection<Entry> entries() {
    return byReference.values();
  }

  long nextId() {
    return nextId;
  }

  int open() {
    return open;
  }

  /** Records that tell this book. */
  List<OutboxRecord> records() {
    var records = new ArrayList<OutboxRecord>();
    for (Entry entry : byReference.values()) {
      records.add(new Taken(entry.id, entry.order));
      if (entry.phase != Phase.STORING) {
        entry.signed.ifPresent(signed -> records.add(new Signed(entry.id, signed, entry.attempts)));
      }
      if (entry.phase == Phase.DONE) {
        records.add(new Done(entry.id, entry.last, entry.error));
      }
    }
    return records;
  }
}
