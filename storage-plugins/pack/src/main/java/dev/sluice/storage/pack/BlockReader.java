/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads blocks. Thread-safe.
 *
 * <p>The first attempt takes no lock. If what it meets does not fit, compaction may have moved the
 * record under its eyes, so it looks again while holding compaction off, and then believes what it
 * sees.
 */
final class BlockReader {
  /** Ids of blocks found damaged that are remembered, so that a new copy is taken. */
  private static final int MAX_REMEMBERED = 10_000;

  private static final int KEYED_HEADER = RecordHeader.BYTES + RecordHeader.KEY_BYTES;

  /** Where an id is; whether what is there can be read. */
  record Found(long location, boolean intact) {}

  private final SegmentLog log;
  private final BlockIndex index;
  private final Lock stableLayout;
  private final Damages damages;
  private final Set<BlockId> damaged = ConcurrentHashMap.newKeySet();

  BlockReader(SegmentLog log, BlockIndex index, Lock stableLayout, Damages damages) {
    this.log = log;
    this.index = index;
    this.stableLayout = stableLayout;
    this.damages = damages;
  }

  /** A record as it lies in memory. */
  private record Raw(ByteBuffer bytes, RecordHeader header) {}

  private @Nullable Raw read(long location, int bytes) throws IOException {
    Segment segment = log.segment(Location.segment(location));
    if (segment == null) {
      return null;
    }
    int offset = Location.offset(location);
    ByteBuffer target = ByteBuffer.allocate(bytes);
    int available = segment.file().read(offset, target);
    RecordHeader header =
        RecordHeader.decode(target.array(), 0, available, segment.header().salt(), offset);
    return header == null || header.type() != RecordHeader.BLOCK
        ? null
        : new Raw(target.flip(), header);
  }

  /** Where this id is, or null. */
  @Nullable Found find(BlockId id) {
    if (index.find(id.digestPrefix(), 0) == 0) {
      return null;
    }
    stableLayout.lock();
    try {
      Found unreadable = null;
      for (int nth = 0; ; nth++) {
        long location = index.find(id.digestPrefix(), nth);
        if (location == 0) {
          return unreadable;
        }
        Raw raw = read(location, KEYED_HEADER);
        if (raw == null) {
          unreadable = new Found(location, false);
        } else if (id.equals(raw.header().id())) {
          return new Found(location, !damaged.contains(id));
        }
      }
    } catch (IOException e) {
      throw Failures.of(e, "look up block " + id);
    } finally {
      stableLayout.unlock();
    }
  }

  Optional<Block> get(BlockId id) {
    long fingerprint = id.digestPrefix();
    long first = index.find(fingerprint, 0);
    if (first == 0) {
      return Optional.empty();
    }
    Block block = tryRead(id, first);
    return block != null ? Optional.of(block) : readCarefully(id);
  }

  private @Nullable Block tryRead(BlockId id, long location) {
    try {
      Raw raw = read(location, Location.length(location));
      return raw == null || !id.equals(raw.header().id()) ? null : content(raw);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Block content(Raw raw) {
    RecordHeader header = raw.header();
    int from = header.bodyOffset();
    BlockId id = header.id();
    if (id == null
        || raw.bytes().limit() < header.totalBytes()
        || Bytes.crc(raw.bytes().array(), from, header.bodyLength()) != header.bodyCrc()) {
      return null;
    }
    return Block.claimed(id, raw.bytes().slice(from, header.bodyLength()));
  }

  private Optional<Block> readCarefully(BlockId id) {
    stableLayout.lock();
    try {
      long unreadable = 0;
      for (int nth = 0; ; nth++) {
        long location = index.find(id.digestPrefix(), nth);
        if (location == 0) {
          break;
        }
        Raw raw = read(location, Location.length(location));
        if (raw == null) {
          unreadable = location;
        } else if (id.equals(raw.header().id())) {
          Block block = content(raw);
          if (block != null) {
            return Optional.of(block);
          }
          unreadable = location;
          break;
        }
      }
      if (unreadable == 0) {
        return Optional.empty();
      }
      throw corrupt(id, unreadable);
    } catch (IOException e) {
      throw Failures.of(e, "read block " + id);
    } finally {
      stableLayout.unlock();
    }
  }

  private StorageException corrupt(BlockId id, long location) {
    Segment segment = log.segment(Location.segment(location));
    String where =
        segment == null
            ? SegmentHeader.fileName(Location.segment(location)) + ", which is missing"
            : segment.path() + " at offset " + Location.offset(location);
    if (damaged.size() < MAX_REMEMBERED) {
      damaged.add(id);
    }
    if (segment != null) {
      segment.markDamaged();
    }
    damages.add(where, "block " + id + " is damaged. Put it again from another copy");
    return new StorageException(
        StorageError.CORRUPT,
        "block " + id + " is damaged in " + where + ": put it again from another copy");
  }

  /** A good copy of this block has been written. */
  void forgetDamage(BlockId id) {
    damaged.remove(id);
  }
}
