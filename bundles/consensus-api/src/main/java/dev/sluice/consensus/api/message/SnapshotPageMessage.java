/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.SnapshotPage;

/** A page of a snapshot. */
public record SnapshotPageMessage(SnapshotPage page) implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_SNAP_PAGE + 64;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(15);
    page.write(writer);
  }

  static SnapshotPageMessage readFields(BcsReader reader) {
    return new SnapshotPageMessage(SnapshotPage.read(reader));
  }
}
