/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import java.io.IOException;
import java.util.function.Predicate;

/** Shows the living blocks of a segment to somebody until he has had enough. */
final class BlockLister {
  private final BlockIndex index;
  private final Predicate<? super BlockId> visitor;

  BlockLister(BlockIndex index, Predicate<? super BlockId> visitor) {
    this.index = index;
    this.visitor = visitor;
  }

  /** Returns false if the visitor ended it. */
  boolean list(Segment segment) throws IOException {
    SegmentScan scan = segment.scan(SegmentScan.WHOLE);
    int end = segment.end();
    int at = SegmentHeader.BYTES;
    while (at < end) {
      RecordHeader header = scan.header(at, end);
      if (header == null) {
        at = scan.next(at, end);
      } else {
        if (isLiving(segment, at, header) && !visitor.test(header.id())) {
          return false;
        }
        at += header.totalBytes();
      }
    }
    return true;
  }

  private boolean isLiving(Segment segment, int offset, RecordHeader header) {
    BlockId id = header.id();
    return id != null
        && header.type() == RecordHeader.BLOCK
        && index.contains(
            id.digestPrefix(), Location.of(segment.id(), offset, header.totalBytes()));
  }
}
