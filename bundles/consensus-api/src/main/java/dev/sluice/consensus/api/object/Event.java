/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/** An event of a transaction (section 4.3). */
public record Event(AccountAddress account, Bytes type, Bytes key, Bytes value)
    implements Encodable {
  /** The events hash of a transaction: T over all in order of emission, zero if none. */
  public static Hash hash(List<Event> events) {
    if (events.isEmpty()) {
      return Hash.ZERO;
    }
    BcsWriter writer = new BcsWriter();
    Wire.putAll(writer, events);
    return HashFunction.T.hash(writer.toByteArray());
  }

  @Override
  public void write(BcsWriter writer) {
    writer.address(account).bytes(type).bytes(key).bytes(value);
  }
}
