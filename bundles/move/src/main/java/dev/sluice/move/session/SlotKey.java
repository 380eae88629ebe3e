/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;

/** The place of an entry of global storage. */
sealed interface SlotKey {
  /** A resource. */
  final class Resource implements SlotKey {
    private final AccountAddress address;
    private final StructTag type;
    private final int hash;

    Resource(AccountAddress address, StructTag type, int typeHash) {
      this.address = address;
      this.type = type;
      this.hash = 31 * address.hashCode() + typeHash;
    }

    AccountAddress address() {
      return address;
    }

    StructTag type() {
      return type;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // mostly the same object; spares a walk over the tag
    public boolean equals(Object other) {
      return other instanceof Resource that
          && hash == that.hash
          && address.equals(that.address)
          && (type == that.type || type.equals(that.type));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A table item. */
  record Item(AccountAddress table, Bytes key) implements SlotKey {}
}
