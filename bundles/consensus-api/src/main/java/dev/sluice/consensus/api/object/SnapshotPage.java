/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;

/** A piece of a snapshot. */
public record SnapshotPage(long number, Bytes data) implements Encodable {
  /** H of the encoding, as the manifest lists it. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.SNAPSHOT_PAGE.write(writer);
    writer.u32(number).bytes(data);
  }

  /** Reads a page. */
  public static SnapshotPage read(BcsReader reader) {
    Tag.SNAPSHOT_PAGE.expect(reader);
    return new SnapshotPage(reader.u32(), Wire.bytes(reader, Bounds.MAX_SNAP_PAGE));
  }
}
