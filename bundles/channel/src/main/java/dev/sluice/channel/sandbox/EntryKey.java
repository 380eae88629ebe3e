/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.NetChange;
import dev.sluice.consensus.api.object.Wire;

/** Keys of entries of the state, as net changes have them (section 3.8 of the protocol). */
final class EntryKey {
  private EntryKey() {}

  static Bytes resource(AccountAddress account, StructTag type) {
    return new BcsWriter().variant(0).address(account).bytes(type.toBcs()).toBytes();
  }

  static Bytes item(AccountAddress table, Bytes key) {
    return new BcsWriter().variant(1).address(table).bytes(key).toBytes();
  }

  /** The net change of the entry with this key. */
  static NetChange change(Bytes key, NetChange.Change change) {
    BcsReader reader = new BcsReader(key);
    boolean resource = reader.variant(2) == 0;
    AccountAddress owner = reader.address();
    Bytes rest = Wire.bytes(reader, Bounds.MAX_KEY);
    return resource
        ? new NetChange.Resource(owner, rest, change)
        : new NetChange.Item(owner, rest, change);
  }
}
