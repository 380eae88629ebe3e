/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * What a transaction changed of one account (section 4.3): resources by type, items by handle and
 * key, both in order of their bytes, only real differences.
 */
public record AccountChanges(AccountAddress account, List<Resource> resources, List<Item> items)
    implements Encodable {
  /** Keeps copies of the lists. */
  public AccountChanges {
    resources = List.copyOf(resources);
    items = List.copyOf(items);
  }

  /** A resource by the BCS of its type tag. */
  public record Resource(Bytes type, Delta delta) implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.bytes(type);
      delta.write(writer);
    }
  }

  /** An item of a table. */
  public record Item(AccountAddress handle, Bytes key, Delta delta) implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.address(handle).bytes(key);
      delta.write(writer);
    }
  }

  /** What happened to a value, with its bytes before and after. */
  public sealed interface Delta extends Encodable {
    /** There was none. */
    record New(Bytes value) implements Delta {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(0).bytes(value);
      }
    }

    /** There was another. */
    record Modify(Bytes old, Bytes value) implements Delta {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(1).bytes(old).bytes(value);
      }
    }

    /** There is none any more. */
    record Delete(Bytes old) implements Delta {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(2).bytes(old);
      }
    }
  }

  /** The change-set hash of a transaction: T over the changes of all accounts, zero if none. */
  public static Hash hash(List<AccountChanges> changes) {
    if (changes.isEmpty()) {
      return Hash.ZERO;
    }
    BcsWriter writer = new BcsWriter();
    Wire.putAll(writer, changes);
    return HashFunction.T.hash(writer.toByteArray());
  }

  @Override
  public void write(BcsWriter writer) {
    writer.address(account);
    Wire.putAll(writer, resources);
    Wire.putAll(writer, items);
  }
}
