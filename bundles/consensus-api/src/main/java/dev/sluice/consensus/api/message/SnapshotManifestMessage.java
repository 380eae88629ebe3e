/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.SnapshotManifest;

/**
 * A manifest and what proves it (section 9.2).
 *
 * @param base header of the manifest's batch
 * @param confirming a confirming header whose parent is {@code base}
 * @param certificate of {@code confirming}
 * @param log the log state at {@code base}
 */
public record SnapshotManifestMessage(
    SnapshotManifest manifest,
    BatchHeader base,
    BatchHeader confirming,
    Certificate certificate,
    LogState log)
    implements PeerMessage {
  @Override
  public int bound() {
    return Bounds.MAX_FRAME;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(14);
    manifest.write(writer);
    base.write(writer);
    confirming.write(writer);
    certificate.write(writer);
    log.write(writer);
  }

  static SnapshotManifestMessage readFields(BcsReader reader) {
    return new SnapshotManifestMessage(
        SnapshotManifest.read(reader),
        BatchHeader.read(reader),
        BatchHeader.read(reader),
        Certificate.read(reader),
        LogState.read(reader));
  }
}
