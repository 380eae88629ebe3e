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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/** Writes groups of requests to the block log and then shows them to readers. */
final class BlockWriter {
  /** What a record just written means for the index: pairs to add and remove, 0 for none. */
  private record Change(BlockId id, long added, long removed) {}

  /** Up to where all records are in the index. */
  record Position(int segment, int offset, long nextSequence) {}

  private final SegmentLog log;
  private final BlockIndex index;
  private final BlockReader reader;
  private final Lock stableLayout;
  private final long maxBlocks;
  private long nextSequence;
  private volatile Position published;

  // Of the group being written.
  private final List<Change> changes = new ArrayList<>();
  private final Map<BlockId, Long> pending = new HashMap<>();
  private int growth;

  BlockWriter(
      SegmentLog log,
      BlockIndex index,
      BlockReader reader,
      Lock stableLayout,
      long maxBlocks,
      long nextSequence) {
    this.log = log;
    this.index = index;
    this.reader = reader;
    this.stableLayout = stableLayout;
    this.maxBlocks = maxBlocks;
    this.nextSequence = nextSequence;
    published = new Position(log.head().id(), log.head().end(), nextSequence);
  }

  Position published() {
    return published;
  }

  /** Writes a group: one thread at a time. */
  void write(List<BlockRequest> group) {
    boolean written = false;
    changes.clear();
    pending.clear();
    growth = 0;
    try {
      log.writer().begin();
      if (!log.writer().hasRoom(group.stream().mapToLong(GroupCommit.Request::bytes).sum())) {
        log.rotate(nextSequence, null, 0);
      }
      boolean forced = false;
      for (BlockRequest request : group) {
        append(request);
        forced |= request.isForced();
      }
      log.writer().write();
      if (forced) {
        log.writer().force();
      }
      log.writer().publish();
      written = true;
    } catch (IOException e) {
      throw Failures.of(e, "write to " + log.directory().path());
    } finally {
      if (!written) {
        log.writer().rollback();
      }
    }
    apply();
  }

  private void append(BlockRequest request) throws IOException {
    List<Block> wanted = new ArrayList<>();
    for (Block block : request.puts()) {
      if (!isThere(block.id())) {
        wanted.add(block);
      }
    }
    if (!wanted.isEmpty() && index.size() + growth + wanted.size() > maxBlocks) {
      request.fail(
          new StorageException(
              StorageError.LIMIT_REACHED,
              "the block index is full with "
                  + index.size()
                  + " blocks: raise index.memory.mib, or delete blocks"));
      return;
    }
    for (Block block : wanted) {
      // Again, since a batch may name a block twice.
      if (!isThere(block.id())) {
        put(block);
      }
    }
    for (BlockId id : request.deletes()) {
      if (isKnown(id)) {
        delete(id);
        request.countDeleted();
      }
    }
  }

  /** Whether an intact copy exists. */
  private boolean isThere(BlockId id) {
    Long location = pending.get(id);
    if (location != null) {
      return location != 0;
    }
    BlockReader.Found found = reader.find(id);
    return found != null && found.intact();
  }

  private boolean isKnown(BlockId id) {
    Long location = pending.get(id);
    return location != null ? location != 0 : reader.find(id) != null;
  }

  private void put(Block block) throws IOException {
    BlockId id = block.id();
    if (!pending.containsKey(id) && reader.find(id) != null) {
      delete(id);
    }
    int length = RecordHeader.totalBytes(RecordHeader.BLOCK, block.size());
    int offset = log.writer().append(RecordHeader.BLOCK, nextSequence++, id, block.buffer());
    long location = Location.of(log.head().id(), offset, length);
    changes.add(new Change(id, location, 0));
    pending.put(id, location);
    growth++;
  }

  private void delete(BlockId id) throws IOException {
    Long pendingLocation = pending.get(id);
    BlockReader.Found found = pendingLocation == null ? reader.find(id) : null;
    long location =
        found != null ? found.location() : pendingLocation != null ? pendingLocation : 0;
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES).putInt(0, Location.segment(location));
    log.writer().append(RecordHeader.DELETE, nextSequence++, id, body);
    changes.add(new Change(id, 0, location));
    pending.put(id, 0L);
  }

  private void apply() {
    boolean applied = false;
    stableLayout.lock();
    try {
      for (Change change : changes) {
        BlockId id = change.id();
        if (change.added() != 0) {
          index.add(id.digestPrefix(), change.added());
          reader.forgetDamage(id);
        } else {
          log.head().addDead(RecordHeader.totalBytes(RecordHeader.DELETE, Integer.BYTES));
          remove(id, change.removed());
        }
      }
      published = new Position(log.head().id(), log.head().end(), nextSequence);
      applied = true;
    } finally {
      stableLayout.unlock();
      if (!applied) {
        log.writer().stop("the index no longer agrees with the log");
      }
    }
  }

  private void remove(BlockId id, long written) {
    long location = written;
    if (!index.remove(id.digestPrefix(), location)) {
      // Compaction has moved it since it was looked up.
      BlockReader.Found found = reader.find(id);
      location = found == null ? 0 : found.location();
      if (!index.remove(id.digestPrefix(), location)) {
        return;
      }
    }
    Segment killed = log.segment(Location.segment(location));
    if (killed != null) {
      killed.addDead(Location.length(location));
    }
  }
}
