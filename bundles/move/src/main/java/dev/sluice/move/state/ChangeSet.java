/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.ModuleId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/**
 * All changes that calls made to the state, each entry once, only entries whose bytes differ, in
 * canonical order: resources by address and then by the BCS of their type, table items by handle
 * and key, modules by name.
 */
public record ChangeSet(
    List<ResourceChange> resources, List<ItemChange> items, List<ModuleChange> modules) {
  /** A change of a resource; values in BCS. */
  public record ResourceChange(AccountAddress address, StructTag type, Change change) {}

  /** A change of a table item; key and values in BCS. */
  public record ItemChange(AccountAddress table, Bytes key, Change change) {}

  /** A module that was published; values are bytecode. */
  public record ModuleChange(ModuleId module, Change change) {}

  private static final Comparator<ResourceChange> BY_RESOURCE =
      Comparator.comparing(ResourceChange::address).thenComparing(change -> change.type().toBcs());
  private static final Comparator<ItemChange> BY_ITEM =
      Comparator.comparing(ItemChange::table).thenComparing(ItemChange::key);

  /** No change. */
  public static final ChangeSet EMPTY = new ChangeSet(List.of(), List.of(), List.of());

  /** Sorts the changes. */
  public ChangeSet {
    resources = sorted(resources, BY_RESOURCE);
    items = sorted(items, BY_ITEM);
    modules = sorted(modules, Comparator.comparing(ModuleChange::module));
  }

  private static <T> List<T> sorted(List<T> list, Comparator<? super T> order) {
    return list.size() < 2 ? List.copyOf(list) : list.stream().sorted(order).toList();
  }

  /** Whether nothing changed. */
  public boolean isEmpty() {
    return resources.isEmpty() && items.isEmpty() && modules.isEmpty();
  }

  /**
   * The changes in BCS: a vector of resources (address, struct tag, change), of table items
   * (handle, key, change) and of modules (address, name, change).
   */
  public Bytes encode() {
    BcsWriter out = new BcsWriter(256);
    out.list(
        resources,
        (writer, change) -> {
          writer.address(change.address());
          change.type().writeStruct(writer);
          change.change().write(writer);
        });
    out.list(
        items,
        (writer, change) -> {
          writer.address(change.table()).bytes(change.key());
          change.change().write(writer);
        });
    out.list(
        modules,
        (writer, change) -> {
          writer.address(change.module().address()).string(change.module().name());
          change.change().write(writer);
        });
    return out.toBytes();
  }

  /** SHA3-256 of {@link #encode}. */
  public Bytes hash() {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA3-256").digest(encode().toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA3-256", e);
    }
  }
}
