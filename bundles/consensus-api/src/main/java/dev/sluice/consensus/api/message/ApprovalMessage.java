/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;

/** A member's consent to a joiner. */
public record ApprovalMessage(JoinApproval approval, int index, Signature signature)
    implements PeerMessage {
  @Override
  public int bound() {
    return 512;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(16);
    approval.write(writer);
    writer.u8(index);
    Wire.put(writer, signature);
  }

  static ApprovalMessage readFields(BcsReader reader) {
    return new ApprovalMessage(JoinApproval.read(reader), reader.u8(), Wire.signature(reader));
  }
}
