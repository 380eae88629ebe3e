/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** Names who will post certificates for a member while it is away (rule 23). Spends nothing. */
public record WatchDelegation(
    Domain domain, AccountAddress member, long setVersion, AccountAddress watcher, long validUntil)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    Tag.WATCH.write(writer);
    domain.write(writer);
    writer.address(member).u64(setVersion).address(watcher).u64(validUntil);
  }

  /** Reads a delegation. */
  public static WatchDelegation read(BcsReader reader) {
    Tag.WATCH.expect(reader);
    return new WatchDelegation(
        Domain.read(reader),
        reader.address(),
        Wire.counter(reader),
        reader.address(),
        Wire.counter(reader));
  }
}
