/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.state.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value that a transaction wrote or deleted. */
public sealed interface Write {
  /** The new value; empty if it was deleted. */
  Optional<Bytes> value();

  /** A resource, in BCS. */
  record Resource(AccountAddress address, StructTag type, Optional<Bytes> value) implements Write {}

  /** A table item; key and value in BCS. */
  record Item(AccountAddress table, Bytes key, Optional<Bytes> value) implements Write {}

  /** A module, as bytecode. */
  record Module(ModuleId id, Optional<Bytes> value) implements Write {}

  /** What a set of changes writes, in its order. */
  static List<Write> of(ChangeSet changes) {
    List<Write> writes = new ArrayList<>();
    changes
        .resources()
        .forEach(c -> writes.add(new Resource(c.address(), c.type(), c.change().after())));
    changes.items().forEach(c -> writes.add(new Item(c.table(), c.key(), c.change().after())));
    changes.modules().forEach(c -> writes.add(new Module(c.module(), c.change().after())));
    return writes;
  }

  /** Writes the write in BCS. */
  default void encode(BcsWriter out) {
    if (this instanceof Resource resource) {
      out.variant(0).address(resource.address());
      resource.type().writeStruct(out);
    } else if (this instanceof Item item) {
      out.variant(1).address(item.table()).bytes(item.key());
    } else if (this instanceof Module module) {
      out.variant(2).address(module.id().address()).string(module.id().name());
    }
    out.option(value(), BcsWriter::bytes);
  }

  /** Reads a write. */
  static Write decode(BcsReader in) {
    return switch (in.variant(3)) {
      case 0 -> new Resource(in.address(), StructTag.readStruct(in), value(in));
      case 1 -> new Item(in.address(), Bytes.of(in.bytes()), value(in));
      default -> new Module(new ModuleId(in.address(), in.string()), value(in));
    };
  }

  private static Optional<Bytes> value(BcsReader in) {
    return in.option(reader -> Bytes.of(reader.bytes()));
  }
}
