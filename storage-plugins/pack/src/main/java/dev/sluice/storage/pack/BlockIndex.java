/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where each block is: pairs of a 64-bit fingerprint and a {@link Location} in open-addressing
 * tables without objects, 16 bytes a slot. Ids are not kept; whoever looks up compares with the id
 * in the record's header, and asks for the next pair when two ids share a fingerprint. The salt
 * keeps people who choose ids from crowding slots. Thread-safe; 256 shards grow one by one, so that
 * no writer waits for a large copy.
 */
final class BlockIndex {
  static final int SHARDS = 256;

  private static final int FIRST_CAPACITY = 16;
  private static final int MAX_CAPACITY = 1 << 29;

  private final Shard[] shards = new Shard[SHARDS];
  private final long salt;
  private final AtomicLong size = new AtomicLong();

  BlockIndex(long salt) {
    this.salt = salt;
    Arrays.setAll(shards, i -> new Shard());
  }

  /** Linear probing; a slot is fingerprint and location, location 0 = free. */
  private static final class Shard {
    private long[] slots = new long[2 * FIRST_CAPACITY];
    private int used;
  }

  private long mix(long fingerprint) {
    long h = (fingerprint ^ salt) * 0x9e3779b97f4a7c15L;
    h = (h ^ h >>> 32) * 0xd6e8feb86659fd93L;
    return h ^ h >>> 29;
  }

  private static int home(long mixed, long[] slots) {
    return ((int) mixed & (slots.length / 2 - 1)) * 2;
  }

  private static int following(int slot, long[] slots) {
    return slot + 2 & slots.length - 1;
  }

  private Shard shard(long mixed) {
    return shards[(int) (mixed >>> 56)];
  }

  /** The location of the {@code nth} pair with this fingerprint, counted from 0, or 0. */
  long find(long fingerprint, int nth) {
    long mixed = mix(fingerprint);
    Shard shard = shard(mixed);
    synchronized (shard) {
      long[] slots = shard.slots;
      int left = nth;
      int slot = home(mixed, slots);
      while (slots[slot + 1] != 0) {
        if (slots[slot] == fingerprint && left-- == 0) {
          return slots[slot + 1];
        }
        slot = following(slot, slots);
      }
      return 0;
    }
  }

  private static int slotOf(long[] slots, long mixed, long fingerprint, long location) {
    int slot = home(mixed, slots);
    while (slots[slot + 1] != 0) {
      if (slots[slot] == fingerprint && slots[slot + 1] == location) {
        return slot;
      }
      slot = following(slot, slots);
    }
    return -1;
  }

  boolean contains(long fingerprint, long location) {
    long mixed = mix(fingerprint);
    Shard shard = shard(mixed);
    synchronized (shard) {
      return slotOf(shard.slots, mixed, fingerprint, location) >= 0;
    }
  }

  /** Adds a pair; no effect if it is there. */
  void add(long fingerprint, long location) {
    long mixed = mix(fingerprint);
    Shard shard = shard(mixed);
    synchronized (shard) {
      if (slotOf(shard.slots, mixed, fingerprint, location) >= 0) {
        return;
      }
      if ((shard.used + 1) * 4L > shard.slots.length / 2 * 3L) {
        grow(shard);
      }
      insert(shard.slots, mixed, fingerprint, location);
      shard.used++;
      size.incrementAndGet();
    }
  }

  private static void insert(long[] slots, long mixed, long fingerprint, long location) {
    int slot = home(mixed, slots);
    while (slots[slot + 1] != 0) {
      slot = following(slot, slots);
    }
    slots[slot] = fingerprint;
    slots[slot + 1] = location;
  }

  /** Makes room for this many pairs in an empty index, so that filling it moves none. */
  void reserve(long pairs) {
    // A tenth more: the salt deals them out unevenly.
    long slots = pairs / SHARDS * 11 / 10 * 4 / 3 + FIRST_CAPACITY;
    int capacity = (int) Math.min(MAX_CAPACITY, Long.highestOneBit(slots - 1) * 2);
    for (Shard shard : shards) {
      synchronized (shard) {
        if (shard.used == 0) {
          shard.slots = new long[2 * capacity];
        }
      }
    }
  }

  private void grow(Shard shard) {
    long[] old = shard.slots;
    long[] larger = new long[old.length * 2];
    for (int slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] != 0) {
        insert(larger, mix(old[slot]), old[slot], old[slot + 1]);
      }
    }
    shard.slots = larger;
  }

  /** Puts {@code to} in the place of {@code from}; false if that pair is not there. */
  boolean replace(long fingerprint, long from, long to) {
    long mixed = mix(fingerprint);
    Shard shard = shard(mixed);
    synchronized (shard) {
      int slot = slotOf(shard.slots, mixed, fingerprint, from);
      if (slot < 0) {
        return false;
      }
      shard.slots[slot + 1] = to;
      return true;
    }
  }

  /** Removes the pair; false if it is not there. */
  boolean remove(long fingerprint, long location) {
    long mixed = mix(fingerprint);
    Shard shard = shard(mixed);
    synchronized (shard) {
      long[] slots = shard.slots;
      int slot = slotOf(slots, mixed, fingerprint, location);
      if (slot < 0) {
        return false;
      }
      closeGap(slots, slot);
      shard.used--;
      size.decrementAndGet();
      return true;
    }
  }

  /** Moves later pairs of the same run up, so that no marker for removed slots is needed. */
  private void closeGap(long[] slots, int removed) {
    int gap = removed;
    int slot = following(gap, slots);
    while (slots[slot + 1] != 0) {
      int home = home(mix(slots[slot]), slots);
      int mask = slots.length - 1;
      if ((slot - home & mask) >= (slot - gap & mask)) {
        slots[gap] = slots[slot];
        slots[gap + 1] = slots[slot + 1];
        gap = slot;
      }
      slot = following(slot, slots);
    }
    slots[gap] = 0;
    slots[gap + 1] = 0;
  }

  long size() {
    return size.get();
  }

  /** Bytes of all tables. */
  long bytes() {
    long bytes = 0;
    for (Shard shard : shards) {
      synchronized (shard) {
        bytes += (long) shard.slots.length * Long.BYTES;
      }
    }
    return bytes;
  }

  /** Most pairs for which tables of this many bytes in all are sure to suffice. */
  static long maxPairs(long bytes) {
    // A table is at least 3/8 full after it grew: 16 bytes a slot make 43 bytes a pair.
    return bytes * 3 / 128;
  }

  /** The pairs of one shard: fingerprint and location by turns. */
  long[] pairs(int shardNumber) {
    Shard shard = shards[shardNumber];
    synchronized (shard) {
      long[] pairs = new long[shard.used * 2];
      int at = 0;
      for (int slot = 0; slot < shard.slots.length; slot += 2) {
        if (shard.slots[slot + 1] != 0) {
          pairs[at++] = shard.slots[slot];
          pairs[at++] = shard.slots[slot + 1];
        }
      }
      return pairs;
    }
  }

  void clear() {
    for (Shard shard : shards) {
      synchronized (shard) {
        shard.slots = new long[2 * FIRST_CAPACITY];
        size.addAndGet(-shard.used);
        shard.used = 0;
      }
    }
  }
}
