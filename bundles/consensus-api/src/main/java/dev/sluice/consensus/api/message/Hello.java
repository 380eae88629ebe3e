/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.PeerHello;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Wire;

/** Introduces a peer; first on every session. */
public record Hello(PeerHello hello, Signature signature) implements PeerMessage {
  @Override
  public int bound() {
    return 512;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(0);
    hello.write(writer);
    Wire.put(writer, signature);
  }

  static Hello readFields(BcsReader reader) {
    return new Hello(PeerHello.read(reader), Wire.signature(reader));
  }
}
