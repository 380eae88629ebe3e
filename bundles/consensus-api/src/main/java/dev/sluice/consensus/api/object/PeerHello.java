/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** How a peer introduces itself on a session (section 3.9), signed with its member key. */
public record PeerHello(
    Domain domain,
    int version,
    int minVersion,
    AccountAddress address,
    long setVersion,
    Key peerKey,
    BootId boot,
    long time)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.HELLO.write(writer);
    domain.write(writer);
    writer.u16(version).u16(minVersion).address(address).u64(setVersion);
    Wire.put(writer, peerKey);
    Wire.put(writer, boot);
    writer.u64(time);
  }

  /** Reads a hello. */
  public static PeerHello read(BcsReader reader) {
    Tag.HELLO.expect(reader);
    return new PeerHello(
        Domain.read(reader),
        reader.u16(),
        reader.u16(),
        reader.address(),
        Wire.counter(reader),
        Wire.key(reader),
        Wire.bootId(reader),
        Wire.counter(reader));
  }
}
