/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.SignedClose;

/** A close request for all members. */
public record CloseMessage(SignedClose close) implements PeerMessage {
  @Override
  public int bound() {
    return 256;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(21);
    close.write(writer);
  }

  static CloseMessage readFields(BcsReader reader) {
    return new CloseMessage(SignedClose.read(reader));
  }
}
