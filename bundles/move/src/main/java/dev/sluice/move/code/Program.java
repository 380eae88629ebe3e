/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.natives.NativeRegistry;
import dev.sluice.move.verify.ModuleLookup;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.VerifiedScript;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The modules of one store, loaded when first needed and linked with each other. Shared by any
 * number of sessions. Thread-safe.
 */
public final class Program {
  /** Most bytes, roughly, that instantiations take when no call is running. */
  private static final long MAX_INSTANTIATED_BYTES = 128L << 20;

  private final ModuleLookup linked;
  private final NativeRegistry natives;
  private final GasSchedule schedule;
  private final int addressLength;
  private final Map<ModuleId, LoadedUnit> modules = new ConcurrentHashMap<>();
  private volatile Specializations specializations = new Specializations(this);

  /**
   * A program.
   *
   * @param linked gives modules that agree with the modules they import
   * @param addressLength bytes of an address, 32 or 16
   */
  public Program(
      ModuleLookup linked, NativeRegistry natives, GasSchedule schedule, int addressLength) {
    this.linked = linked;
    this.natives = natives;
    this.schedule = schedule;
    this.addressLength = addressLength;
  }

  /** The gas schedule that code is lowered for. */
  public GasSchedule schedule() {
    return schedule;
  }

  /** Bytes of an address. */
  public int addressLength() {
    return addressLength;
  }

  /** The types and functions, to be held for the length of one call. */
  public Specializations specializations() {
    Specializations current = specializations;
    if (current.instantiatedBytes() > MAX_INSTANTIATED_BYTES) {
      current = new Specializations(this);
      specializations = current;
    }
    return current;
  }

  /** A script that agrees with the modules it imports. */
  public LoadedUnit script(VerifiedScript script) {
    return new LoadedUnit(this, script);
  }

  /**
   * A module.
   *
   * @throws MoveException LINKER_ERROR if there is none, or why it is refused
   */
  public LoadedUnit module(ModuleId id) {
    LoadedUnit known = modules.get(id);
    if (known == null) {
      VerifiedModule module =
          linked
              .find(id)
              .orElseThrow(() -> MoveException.of(StatusCode.LINKER_ERROR, "no module " + id));
      LoadedUnit loaded = new LoadedUnit(this, module, natives);
      LoadedUnit other = modules.putIfAbsent(id, loaded);
      known = other != null ? other : loaded;
    }
    return known;
  }
}
