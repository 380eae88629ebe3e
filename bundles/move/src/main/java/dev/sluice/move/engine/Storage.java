/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Struct;
import org.jspecify.annotations.Nullable;

/** Global storage as code sees it during a call. Not thread-safe. */
public interface Storage {
  /** Whether there is a resource. */
  boolean exists(StructType type, AccountAddress address);

  /**
   * A resource, which stays where it is.
   *
   * @param mutable whether it may be changed
   * @throws dev.sluice.move.MoveException MISSING_DATA
   */
  Struct borrow(StructType type, AccountAddress address, boolean mutable);

  /**
   * Takes a resource out.
   *
   * @throws dev.sluice.move.MoveException MISSING_DATA
   */
  Struct moveFrom(StructType type, AccountAddress address);

  /**
   * Puts a resource in.
   *
   * @throws dev.sluice.move.MoveException RESOURCE_ALREADY_EXISTS
   */
  void moveTo(StructType type, AccountAddress address, Struct value);

  /** The value of a table item, which stays where it is; null if there is none. */
  @Nullable Container borrowItem(AccountAddress table, byte[] key, Type type, boolean mutable);

  /** Whether a table has an item. */
  boolean hasItem(AccountAddress table, byte[] key, Type type);

  /** Takes an item out of a table; null if there is none. */
  @Nullable Container removeItem(AccountAddress table, byte[] key, Type type);

  /** Adds an item; false if the key is taken. */
  boolean addItem(AccountAddress table, byte[] key, Type type, Container value);
}
