/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.WatchDelegation;
import dev.sluice.consensus.api.object.Wire;

/** Who watches for a member. */
public record WatchMessage(WatchDelegation delegation, Signature signature) implements PeerMessage {
  @Override
  public int bound() {
    return 256;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(17);
    delegation.write(writer);
    Wire.put(writer, signature);
  }

  static WatchMessage readFields(BcsReader reader) {
    return new WatchMessage(WatchDelegation.read(reader), Wire.signature(reader));
  }
}
