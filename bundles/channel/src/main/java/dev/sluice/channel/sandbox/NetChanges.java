/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.NetChange;
import dev.sluice.consensus.api.object.NetChangePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries that differ from what they were at the base, each with the hash of its value there
 * (empty: there was none) and its encoded change. Not thread-safe; states hold it unchanged.
 */
final class NetChanges {
  /** Bytes that any page leaves unused at most, plus one entry: bounds the number of pages. */
  private static final int LEAST_PAGE = Bounds.MAX_PAGE - Bounds.MAX_NET_ENTRY;

  private record Entry(Optional<Hash> old, NetChange change, int size) {}

  private final TreeMap<Bytes, Entry> entries;
  private long bytes;

  NetChanges() {
    entries = new TreeMap<>();
  }

  NetChanges(NetChanges other) {
    entries = new TreeMap<>(other.entries);
    bytes = other.bytes;
  }

  /**
   * Notes a change of an entry.
   *
   * @param before its value until now
   * @param after its value from now on
   */
  void note(Bytes key, Optional<Bytes> before, Optional<Bytes> after) {
    Entry known = entries.get(key);
    Optional<Hash> old = known != null ? known.old() : before.map(NetChanges::hash);
    put(key, old, after);
  }

  /** Puts an entry whose value at the base had the hash {@code old}. */
  void put(Bytes key, Optional<Hash> old, Optional<Bytes> after) {
    Entry known = entries.remove(key);
    if (known != null) {
      bytes -= known.size();
    }
    if (old.equals(after.map(NetChanges::hash))) {
      return;
    }
    NetChange.Change change;
    if (after.isEmpty()) {
      change = new NetChange.Change.Delete(old.orElseThrow());
    } else if (old.isPresent()) {
      change = new NetChange.Change.Modify(old.get(), after.get());
    } else {
      change = new NetChange.Change.New(after.get());
    }
    NetChange entry = EntryKey.change(key, change);
    int size = entrySize(key, old, after);
    entries.put(key, new Entry(old, entry, size));
    bytes += size;
  }

  private static Hash hash(Bytes value) {
    return HashFunction.H.hash(value.toArray());
  }

  /** At least the encoded size of a change. */
  static int entrySize(Bytes key, Optional<Hash> old, Optional<Bytes> after) {
    return key.length()
        + 1
        + (old.isPresent() ? Hash.LENGTH : 0)
        + after.map(v -> v.length() + 3).orElse(0);
  }

  /** Whether there may be more pages than a settlement can have. Exact once it is near. */
  boolean exceedsPages() {
    long most = entries.size() + bytes / LEAST_PAGE;
    return most > Bounds.MAX_PAGES && pages().size() > Bounds.MAX_PAGES;
  }

  List<NetChangePage> pages() {
    List<NetChange> changes = new ArrayList<>(entries.size());
    entries.values().forEach(e -> changes.add(e.change()));
    return NetChangePage.paginate(changes);
  }

  /** Keys, in order, with the hash of the value at the base. */
  SortedMap<Bytes, Optional<Hash>> bases() {
    TreeMap<Bytes, Optional<Hash>> bases = new TreeMap<>();
    entries.forEach((key, entry) -> bases.put(key, entry.old()));
    return bases;
  }
}
