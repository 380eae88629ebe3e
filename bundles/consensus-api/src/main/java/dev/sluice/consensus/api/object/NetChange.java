/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;

/**
 * How one resource or table item differs between two checkpoints (section 3.8). Ordered by the
 * bytes of its key: variant and fields without the change.
 */
public sealed interface NetChange extends Encodable, Comparable<NetChange> {

  /** A resource of an account; {@code type} is the BCS of its type tag. */
  record Resource(AccountAddress account, Bytes type, Change change) implements NetChange {
    @Override
    public void writeKey(BcsWriter writer) {
      writer.variant(0).address(account).bytes(type);
    }
  }

  /** An item of a table. */
  record Item(AccountAddress handle, Bytes key, Change change) implements NetChange {
    @Override
    public void writeKey(BcsWriter writer) {
      writer.variant(1).address(handle).bytes(key);
    }
  }

  /** What happened to the value. {@code old} is SHA3-256 of the old bytes. */
  sealed interface Change extends Encodable {
    /** There was none. */
    record New(Bytes value) implements Change {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(0).bytes(value);
      }
    }

    /** There was another. */
    record Modify(Hash old, Bytes value) implements Change {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(1);
        Wire.put(writer, old);
        writer.bytes(value);
      }
    }

    /** There is none any more. */
    record Delete(Hash old) implements Change {
      @Override
      public void write(BcsWriter writer) {
        writer.variant(2);
        Wire.put(writer, old);
      }
    }

    /** Reads a change. */
    static Change read(BcsReader reader) {
      return switch (reader.variant(3)) {
        case 0 -> new New(Wire.bytes(reader, Bounds.MAX_NET_ENTRY));
        case 1 -> new Modify(Wire.hash(reader), Wire.bytes(reader, Bounds.MAX_NET_ENTRY));
        default -> new Delete(Wire.hash(reader));
      };
    }
  }

  /** The change. */
  Change change();

  /** Writes variant and fields without the change. */
  void writeKey(BcsWriter writer);

  /** The bytes by which entries are ordered and pages are cut. */
  default Bytes key() {
    BcsWriter writer = new BcsWriter();
    writeKey(writer);
    return writer.toBytes();
  }

  @Override
  default int compareTo(NetChange other) {
    return key().compareTo(other.key());
  }

  @Override
  default void write(BcsWriter writer) {
    writeKey(writer);
    change().write(writer);
  }

  /** Reads an entry. */
  static NetChange read(BcsReader reader) {
    if (reader.variant(2) == 0) {
      return new Resource(
          reader.address(), Wire.bytes(reader, Bounds.MAX_KEY), Change.read(reader));
    }
    return new Item(reader.address(), Wire.bytes(reader, Bounds.MAX_KEY), Change.read(reader));
  }
}
