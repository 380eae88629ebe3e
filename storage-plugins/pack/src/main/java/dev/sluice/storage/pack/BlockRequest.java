/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.Durability;
import java.util.Collection;
import java.util.List;

/** A write waiting for its group: blocks to put, ids to delete, or only a force. */
final class BlockRequest extends GroupCommit.Request {
  /** Counted for each block besides its content: its header, and a delete of a damaged copy. */
  static final int PUT_OVERHEAD = 136;

  private static final int DELETE_BYTES = 64;

  private final List<Block> puts;
  private final List<BlockId> deletes;
  private final boolean forced;
  private int deleted;

  private BlockRequest(long bytes, List<Block> puts, List<BlockId> deletes, Durability durability) {
    super(bytes);
    this.puts = puts;
    this.deletes = deletes;
    forced = durability == Durability.FORCED;
  }

  static BlockRequest put(Collection<Block> blocks, Durability durability) {
    List<Block> puts = List.copyOf(blocks);
    long bytes = puts.stream().mapToLong(block -> block.size() + PUT_OVERHEAD).sum();
    return new BlockRequest(bytes, puts, List.of(), durability);
  }

  static BlockRequest delete(Collection<BlockId> ids, Durability durability) {
    List<BlockId> deletes = List.copyOf(ids);
    return new BlockRequest((long) deletes.size() * DELETE_BYTES, List.of(), deletes, durability);
  }

  static BlockRequest force() {
    return new BlockRequest(0, List.of(), List.of(), Durability.FORCED);
  }

  List<Block> puts() {
    return puts;
  }

  List<BlockId> deletes() {
    return deletes;
  }

  boolean isForced() {
    return forced;
  }

  /** How many of the ids were there. */
  int deleted() {
    return deleted;
  }

  void countDeleted() {
    deleted++;
  }
}
