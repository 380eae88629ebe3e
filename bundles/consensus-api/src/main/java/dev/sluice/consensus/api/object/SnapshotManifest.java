/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * What a snapshot holds (section 9.2).
 *
 * @param height a settled checkpoint
 * @param batch batch of that height
 * @param epoch its epoch
 * @param headerHash its header
 * @param stateRoot its state
 * @param seq last chain operation in the log up to there
 * @param executor name and version of the page format
 * @param total bytes of all pages
 * @param pages H of each page
 */
public record SnapshotManifest(
    Domain domain,
    long height,
    long batch,
    long epoch,
    Hash headerHash,
    Hash stateRoot,
    long seq,
    Bytes executor,
    long total,
    List<Hash> pages)
    implements Encodable {
  /** Keeps a copy of the list. */
  public SnapshotManifest {
    pages = List.copyOf(pages);
  }

  /** H of the encoding. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.SNAPSHOT_MANIFEST.write(writer);
    domain.write(writer);
    writer.u64(height).u64(batch).u64(epoch);
    Wire.put(writer, headerHash);
    Wire.put(writer, stateRoot);
    writer.u64(seq).bytes(executor).u64(total);
    Wire.putFixed(writer, pages);
  }

  /** Reads a manifest. */
  public static SnapshotManifest read(BcsReader reader) {
    Tag.SNAPSHOT_MANIFEST.expect(reader);
    return new SnapshotManifest(
        Domain.read(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.bytes(reader, 64),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_SNAP_PAGES, Wire::hash));
  }
}
