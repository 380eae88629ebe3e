/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Struct;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Storage in a map, without tables. */
final class MapStorage implements Storage {
  private record Key(AccountAddress address, StructType type) {}

  private final Map<Key, Struct> resources = new HashMap<>();

  long footprint() {
    return resources.values().stream().mapToLong(Struct::footprint).sum();
  }

  String text(StructType type, AccountAddress address) {
    Struct value = resources.get(new Key(address, type));
    if (value == null) {
      return "null";
    }
    BcsWriter out = new BcsWriter();
    type.writeObject(out, value);
    return out.toBytes().toString();
  }

  @Override
  public boolean exists(StructType type, AccountAddress address) {
    return resources.containsKey(new Key(address, type));
  }

  private static Struct present(@Nullable Struct value) {
    if (value == null) {
      throw MoveException.of(StatusCode.MISSING_DATA, "");
    }
    return value;
  }

  @Override
  public Struct borrow(StructType type, AccountAddress address, boolean mutable) {
    return present(resources.get(new Key(address, type)));
  }

  @Override
  public Struct moveFrom(StructType type, AccountAddress address) {
    return present(resources.remove(new Key(address, type)));
  }

  @Override
  public void moveTo(StructType type, AccountAddress address, Struct value) {
    if (resources.putIfAbsent(new Key(address, type), value) != null) {
      throw MoveException.of(StatusCode.RESOURCE_ALREADY_EXISTS, "");
    }
  }

  @Override
  public @Nullable Container borrowItem(
      AccountAddress table, byte[] key, Type type, boolean mutable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasItem(AccountAddress table, byte[] key, Type type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Container removeItem(AccountAddress table, byte[] key, Type type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addItem(AccountAddress table, byte[] key, Type type, Container value) {
    throw new UnsupportedOperationException();
  }
}
