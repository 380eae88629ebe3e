/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.Visibility;
import dev.sluice.move.natives.NativeFunction;
import dev.sluice.move.natives.NativeRegistry;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.VerifiedScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A verified module or script, and where the names in it lead. */
public final class LoadedUnit {
  private final Program program;
  private final CompiledUnit unit;
  private final @Nullable ModuleId id;
  private final Map<String, Integer> structs = new HashMap<>();
  private final Map<String, Integer> functions = new HashMap<>();
  private final @Nullable NativeFunction[] natives;

  /**
   * A verified module.
   *
   * @throws MoveException MISSING_DEPENDENCY if the registry lacks one of its native functions
   */
  LoadedUnit(Program program, VerifiedModule verified, NativeRegistry registry) {
    CompiledModule module = verified.module();
    this.program = program;
    this.unit = module;
    this.id = verified.id();
    this.natives = new NativeFunction[module.functions().size()];
    for (int i = 0; i < module.structs().size(); i++) {
      structs.put(module.name(module.structs().get(i)), i);
    }
    for (int i = 0; i < natives.length; i++) {
      FunctionDefinition function = module.functions().get(i);
      String name = module.name(function);
      functions.put(name, i);
      if (function.isNative()) {
        natives[i] =
            registry
                .find(id, name)
                .orElseThrow(
                    () ->
                        MoveException.of(
                            StatusCode.MISSING_DEPENDENCY,
                            "no native function " + id + "::" + name + " is offered"));
      }
    }
  }

  /** A verified script. */
  LoadedUnit(Program program, VerifiedScript verified) {
    this.program = program;
    this.unit = verified.script();
    this.id = null;
    this.natives = new NativeFunction[1];
  }

  Program program() {
    return program;
  }

  /** The bytecode. */
  public CompiledUnit unit() {
    return unit;
  }

  /** The module's name, empty for a script. */
  public Optional<ModuleId> id() {
    return Optional.ofNullable(id);
  }

  CompiledModule module() {
    return (CompiledModule) unit;
  }

  /** Index of the definition of a function, if the module has it. */
  Optional<Integer> functionIndex(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** Index of the definition of a struct, if the module has it. */
  Optional<Integer> structIndex(String name) {
    return Optional.ofNullable(structs.get(name));
  }

  StructDefinition structDefinition(int index) {
    return module().structs().get(index);
  }

  StructHandle structHandle(int definition) {
    return unit.structHandles().get(structDefinition(definition).handle());
  }

  /** What a function is, apart from its type arguments. */
  record FunctionView(
      String name,
      Visibility visibility,
      boolean entry,
      int parameters,
      int returns,
      List<AbilitySet> typeParameters,
      Optional<CodeUnit> code) {}

  FunctionView functionView(int index) {
    if (unit instanceof CompiledScript script) {
      return new FunctionView(
          "main",
          Visibility.PRIVATE,
          true,
          script.parameters(),
          NO_SIGNATURE,
          script.typeParameters(),
          Optional.of(script.code()));
    }
    FunctionDefinition definition = module().functions().get(index);
    FunctionHandle handle = unit.functionHandles().get(definition.handle());
    return new FunctionView(
        unit.identifiers().get(handle.name()),
        definition.visibility(),
        definition.entry(),
        handle.parameters(),
        handle.returns(),
        handle.typeParameters(),
        definition.code());
  }

  /** Stands for a signature without types. */
  static final int NO_SIGNATURE = -1;

  Optional<NativeFunction> nativeFunction(int index) {
    return Optional.ofNullable(natives[index]);
  }

  @Override
  public String toString() {
    return id == null ? "script" : id.toString();
  }
}
