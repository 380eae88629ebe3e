/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.natives.NativeRegistry;

/**
 * What a virtual machine is made of. Members of a channel must agree on all of it but the engine
 * and the cache.
 *
 * @param natives the native functions it offers
 * @param schedule what execution costs
 * @param addressLength bytes of an address, 32 or 16
 * @param memoryLimit most bytes that the values of one call may take, by the schedule
 * @param sessionCacheBytes most bytes of values that a session keeps beyond a commit
 * @param engine how code is executed
 */
public record VmConfig(
    NativeRegistry natives,
    GasSchedule schedule,
    int addressLength,
    long memoryLimit,
    long sessionCacheBytes,
    EngineKind engine) {
  /** Bytes of memory of a call, unless set otherwise. */
  public static final long DEFAULT_MEMORY_LIMIT = 64L << 20;

  /** The highest memory limit: vectors must stay far below the longest Java array. */
  public static final long MAX_MEMORY_LIMIT = 1L << 30;

  /** Bytes of values a session keeps, unless set otherwise. */
  public static final long DEFAULT_SESSION_CACHE = 64L << 20;

  /** Checks the limits. */
  public VmConfig {
    if (memoryLimit < 0 || memoryLimit > MAX_MEMORY_LIMIT) {
      throw new IllegalArgumentException(
          "a memory limit of " + memoryLimit + " bytes is not in 0 to " + MAX_MEMORY_LIMIT);
    }
    if (addressLength != AccountAddress.LENGTH && addressLength != AccountAddress.SHORT_LENGTH) {
      throw new IllegalArgumentException("an address has 32 or 16 bytes, not " + addressLength);
    }
  }

  /** The usual machine with these natives: 32-byte addresses, schedule 1, the interpreter. */
  public static VmConfig of(NativeRegistry natives) {
    return new VmConfig(
        natives,
        GasSchedule.V1,
        AccountAddress.LENGTH,
        DEFAULT_MEMORY_LIMIT,
        DEFAULT_SESSION_CACHE,
        EngineKind.INTERPRETER);
  }

  /** The same with another memory limit. */
  public VmConfig withMemoryLimit(long bytes) {
    return new VmConfig(natives, schedule, addressLength, bytes, sessionCacheBytes, engine);
  }

  /** The same with another schedule. */
  public VmConfig withSchedule(GasSchedule other) {
    return new VmConfig(natives, other, addressLength, memoryLimit, sessionCacheBytes, engine);
  }

  /** The same with another engine. */
  public VmConfig withEngine(EngineKind other) {
    return new VmConfig(natives, schedule, addressLength, memoryLimit, sessionCacheBytes, other);
  }

  /** The same with addresses of another length. */
  public VmConfig withAddressLength(int bytes) {
    return new VmConfig(natives, schedule, bytes, memoryLimit, sessionCacheBytes, engine);
  }
}
