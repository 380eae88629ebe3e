/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import dev.sluice.consensus.api.object.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the batches of the journal are, and which of them are confirmed. Not thread-safe. */
final class BatchIndex {
  /** A record: its segment, the offset of its bytes and their number. */
  record Place(long segment, long offset, int length) {}

  private record Entry(Hash hash, Hash parent, long batch, Place place) {}

  private final Map<Hash, Entry> known = new HashMap<>();
  private final TreeMap<Long, Entry> confirmed = new TreeMap<>();

  /** A batch was written; a later copy takes the place of an earlier one. */
  void add(Hash hash, Hash parent, long batch, Place place) {
    Entry entry = new Entry(hash, parent, batch, place);
    if (confirmed.containsKey(batch)) {
      confirmed.computeIfPresent(batch, (b, old) -> old.hash().equals(hash) ? entry : old);
    } else {
      known.put(hash, entry);
    }
  }

  /** The batch with this header is confirmed, and its ancestors. */
  void confirm(Hash hash) {
    ArrayDeque<Entry> path = new ArrayDeque<>();
    Entry at = known.get(hash);
    while (at != null) {
      path.addFirst(at);
      at = known.get(at.parent());
    }
    if (path.isEmpty()) {
      return;
    }
    path.forEach(e -> confirmed.put(e.batch(), e));
    long highest = path.getLast().batch();
    known.values().removeIf(e -> e.batch() <= highest);
  }

  /** Places of consecutive confirmed batches from {@code from} on; empty if it is not there. */
  List<Place> confirmedFrom(long from, int max) {
    List<Place> places = new ArrayList<>();
    for (long batch = from; places.size() < max; batch++) {
      Entry entry = confirmed.get(batch);
      if (entry == null) {
        break;
      }
      places.add(entry.place());
    }
    return places;
  }

  /** Forgets what was in deleted segments. */
  void dropBelow(long segment) {
    confirmed.values().removeIf(e -> e.place().segment() < segment);
    known.values().removeIf(e -> e.place().segment() < segment);
  }
}
