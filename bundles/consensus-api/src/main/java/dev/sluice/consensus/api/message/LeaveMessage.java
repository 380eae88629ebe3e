/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.SignedLeave;

/** A leave request for the leader. */
public record LeaveMessage(SignedLeave leave) implements PeerMessage {
  @Override
  public int bound() {
    return 256;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(20);
    leave.write(writer);
  }

  static LeaveMessage readFields(BcsReader reader) {
    return new LeaveMessage(SignedLeave.read(reader));
  }
}
