/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A module that passed {@link Verifier#verifyModule}. Only the verifier makes these, so code that
 * takes a {@code VerifiedModule} cannot be given anything unverified. It says nothing yet about the
 * modules it imports: see {@link Linker#verifyDependencies(VerifiedModule, ModuleLookup)}.
 */
public final class VerifiedModule {
  private final CompiledModule module;
  private final ModuleId id;
  private final Map<String, Integer> structs = new HashMap<>();
  private final Map<String, Integer> functions = new HashMap<>();

  VerifiedModule(CompiledModule module) {
    this.module = module;
    this.id = module.id();
    for (int i = 0; i < module.structs().size(); i++) {
      structs.put(module.name(module.structs().get(i)), i);
    }
    for (int i = 0; i < module.functions().size(); i++) {
      functions.put(module.name(module.functions().get(i)), i);
    }
  }

  /** The module. */
  public CompiledModule module() {
    return module;
  }

  /** The module's name. */
  public ModuleId id() {
    return id;
  }

  /** Index of the definition of the struct with this name. */
  public OptionalInt structIndex(String name) {
    return optional(structs.get(name));
  }

  /** Index of the definition of the function with this name. */
  public OptionalInt functionIndex(String name) {
    return optional(functions.get(name));
  }

  private static OptionalInt optional(@Nullable Integer index) {
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
