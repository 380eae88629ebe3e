/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.natives.NativeFunction;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.PublishRequest;
import dev.sluice.move.state.TransactionContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a native function sees of the engine that calls it. Used for one call after another. */
public final class NativeCall implements NativeContext {
  private final Execution execution;
  private final LoadedFunction function;
  private final @Nullable LoadedFunction callerOfCaller;
  private final long[] longs;
  private final @Nullable Object[] objects;
  private final int window;
  private int results;

  private NativeCall(
      Execution execution,
      LoadedFunction function,
      @Nullable LoadedFunction callerOfCaller,
      long[] longs,
      @Nullable Object[] objects,
      int window) {
    this.execution = execution;
    this.function = function;
    this.callerOfCaller = callerOfCaller;
    this.longs = longs;
    this.objects = objects;
    this.window = window;
  }

  /**
   * Calls a native function. Arguments and results are in the registers from {@code window} on.
   *
   * @param callerOfCaller the function that called the one that calls, null if the host did
   * @throws MoveException if it fails, located at the native function
   */
  public static void call(
      Execution execution,
      LoadedFunction function,
      @Nullable LoadedFunction callerOfCaller,
      long[] longs,
      @Nullable Object[] objects,
      int window) {
    NativeFunction body = function.nativeFunction;
    if (body == null) {
      throw new IllegalArgumentException(function + " is not native");
    }
    NativeCall call = new NativeCall(execution, function, callerOfCaller, longs, objects, window);
    try {
      body.call(call);
    } catch (MoveException e) {
      throw e.at(function.location(0));
    }
    if (call.results != function.returns().size()) {
      throw new IllegalStateException(function + " gave " + call.results + " results");
    }
  }

  @Override
  public long longArgument(int index) {
    return longs[window + index];
  }

  @Override
  @SuppressWarnings("NullAway")
  public Object argument(int index) {
    Object argument = objects[window + index];
    if (argument == null) {
      throw new IllegalStateException("argument " + index + " of " + function + " is a number");
    }
    return argument;
  }

  @Override
  public Type parameterType(int index) {
    return function.parameters().get(index);
  }

  @Override
  public Type typeArgument(int index) {
    return function.typeArguments().get(index);
  }

  @Override
  public Type resultType(int index) {
    return function.returns().get(index);
  }

  @Override
  public void returnLong(long value) {
    longs[window + results++] = value;
  }

  @Override
  public void returnObject(Object value) {
    objects[window + results++] = value;
  }

  @Override
  public Optional<ModuleId> callerOfCaller() {
    return callerOfCaller == null ? Optional.empty() : callerOfCaller.module();
  }

  @Override
  public Meter meter() {
    return execution.meter();
  }

  @Override
  public void charge(GasCost cost, long count) {
    execution.meter().charge(execution.schedule().of(cost) * count);
  }

  @Override
  public TransactionContext transaction() {
    return execution.transaction();
  }

  @Override
  public long nextUniqueAddress() {
    return execution.nextUniqueAddress();
  }

  @Override
  public boolean exists(StructType type, AccountAddress address) {
    type.requireTag();
    return execution.storage().exists(type, address);
  }

  /** The hash of the transaction and the number of tables made before, as on the chains. */
  @Override
  public AccountAddress newTable() {
    MessageDigest digest = Digests.sha3();
    digest.update(execution.transaction().hash().toArray());
    int number = execution.nextTable();
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (number >>> shift));
    }
    int length = function.specializations().program().addressLength();
    return AccountAddress.copyOfRange(digest.digest(), 0, length);
  }

  @Override
  public @Nullable Container borrowItem(
      AccountAddress table, byte[] key, Type valueType, boolean mutable) {
    return execution.storage().borrowItem(table, key, valueType, mutable);
  }

  @Override
  public boolean hasItem(AccountAddress table, byte[] key, Type valueType) {
    return execution.storage().hasItem(table, key, valueType);
  }

  @Override
  public @Nullable Container removeItem(AccountAddress table, byte[] key, Type valueType) {
    return execution.storage().removeItem(table, key, valueType);
  }

  @Override
  public boolean addItem(AccountAddress table, byte[] key, Type valueType, Container value) {
    return execution.storage().addItem(table, key, valueType, value);
  }

  @Override
  public void emit(Event event) {
    execution.events().add(event);
  }

  @Override
  public boolean requestPublish(PublishRequest request) {
    return execution.requestPublish(request);
  }
}
