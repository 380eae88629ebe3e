/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.natives;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.PublishRequest;
import dev.sluice.move.state.TransactionContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Footprint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a native function sees. Read the arguments before giving the first result: both live in
 * the same place. Valid during the call only; not thread-safe.
 *
 * <p>A container that is passed by value belongs to the function: it is ended with {@link
 * Container#release} or becomes part of another value. A container that is returned must have been
 * counted with {@link Meter#allocate}.
 */
public interface NativeContext {
  /** An argument that is a bool or an integer up to 64 bits. */
  long longArgument(int index);

  /** Any other argument; of a reference to a container, the container itself. */
  Object argument(int index);

  /** The type of a parameter. */
  Type parameterType(int index);

  /** A type argument. */
  Type typeArgument(int index);

  /** The type of a result. */
  Type resultType(int index);

  /** Gives the next result, a bool or an integer up to 64 bits. */
  void returnLong(long value);

  /** Gives the next result, of another kind. */
  void returnObject(Object value);

  /**
   * The module of the function that called the one that called this native; empty for a script or
   * the host. A public wrapper of the native so learns who uses it.
   */
  Optional<ModuleId> callerOfCaller();

  /** Gas and memory of the call. */
  Meter meter();

  /** Charges {@code count} times a price. */
  void charge(GasCost cost, long count);

  /** The transaction. */
  TransactionContext transaction();

  /** The number of unique addresses made so far in this call, counting this one. */
  long nextUniqueAddress();

  /** Whether an account has a resource. */
  boolean exists(StructType type, AccountAddress address);

  /** A new handle for a table. */
  AccountAddress newTable();

  /**
   * The value of a table item, which stays where it is.
   *
   * @param mutable whether it may be changed
   * @return the value, or null if there is none
   */
  @Nullable Container borrowItem(AccountAddress table, byte[] key, Type valueType, boolean mutable);

  /** Whether a table has an item. */
  boolean hasItem(AccountAddress table, byte[] key, Type valueType);

  /** Takes an item out of a table; null if there is none. */
  @Nullable Container removeItem(AccountAddress table, byte[] key, Type valueType);

  /** Adds an item; false if the key is taken. */
  boolean addItem(AccountAddress table, byte[] key, Type valueType, Container value);

  /** Emits an event, to be charged by the caller. */
  void emit(Event event);

  /** Asks to publish modules at the end; false if the call has already asked. */
  boolean requestPublish(PublishRequest request);

  /** Charges a price once. */
  default void charge(GasCost cost) {
    charge(cost, 1);
  }

  /** The bytes of an argument of type vector&lt;u8&gt; or of a reference to one. */
  default byte[] bytesArgument(int index) {
    return ((ByteVector) argument(index)).toArray();
  }

  /** The bytes of an argument of type vector&lt;u8&gt;, which ends. */
  default byte[] takeBytes(int index) {
    ByteVector vector = (ByteVector) argument(index);
    byte[] bytes = vector.toArray();
    vector.release(meter());
    return bytes;
  }

  /** Gives the next result, a vector&lt;u8&gt; that takes over {@code bytes}. */
  default void returnBytes(byte[] bytes) {
    meter().allocate(Footprint.VECTOR + bytes.length);
    returnObject(new ByteVector(bytes));
  }

  /** The failure with which the function aborts. */
  static MoveException abort(long code) {
    return MoveException.of(StatusCode.ABORTED, code, "");
  }
}
