/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.code.LoadedUnit;
import dev.sluice.move.code.Program;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.Type;
import dev.sluice.move.verify.DependencyCycles;
import dev.sluice.move.verify.Linker;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.VerifiedScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The modules of one store: verified, checked against each other and ready to run, each when it is
 * first used. A store with other modules is another one of these. Thread-safe.
 */
public final class LoadedModules {
  private final MoveVm vm;
  private final ModuleStore store;

  /** Modules besides those of the store, or in place of them. */
  private final Map<ModuleId, Bytes> added;

  private final Program program;

  LoadedModules(MoveVm vm, ModuleStore store) {
    this(vm, store, Map.of());
  }

  private LoadedModules(MoveVm vm, ModuleStore store, Map<ModuleId, Bytes> added) {
    this.vm = vm;
    this.store = store;
    this.added = added;
    VmConfig config = vm.config();
    this.program =
        new Program(this::linked, config.natives(), config.schedule(), config.addressLength());
  }

  Program program() {
    return program;
  }

  /** The bytecode of a module. */
  public Optional<Bytes> code(ModuleId id) {
    Bytes code = added.get(id);
    return code != null ? Optional.of(code) : store.module(id);
  }

  /**
   * A verified module.
   *
   * @throws MoveException if it is refused
   */
  public Optional<VerifiedModule> find(ModuleId id) {
    return code(id).map(code -> verified(id, code));
  }

  private VerifiedModule verified(ModuleId id, Bytes code) {
    VerifiedModule module = vm.verifyModule(code);
    if (!module.id().equals(id)) {
      throw MoveException.of(
              StatusCode.LINKER_ERROR, "the store has " + module.id() + " under " + id)
          .at(Location.in(id));
    }
    return module;
  }

  private Optional<VerifiedModule> linked(ModuleId id) {
    Optional<VerifiedModule> module = find(id);
    module.ifPresent(this::link);
    return module;
  }

  /** A verified module that need not be in the store. */
  VerifiedModule verify(Bytes code) {
    return vm.verifyModule(code);
  }

  /** Checks a module against all those it depends on. */
  void link(VerifiedModule module) {
    Linker.verifyDependencies(module, this::find);
    DependencyCycles.verify(module, this::find, vm.limits());
  }

  /**
   * Loads a module and so checks that it can run.
   *
   * @throws MoveException if there is none or it is refused
   */
  public void require(ModuleId id) {
    program.module(id);
  }

  /**
   * How a function is called.
   *
   * @throws MoveException if there is no such function, or it cannot have these type arguments
   */
  public FunctionSignature signature(
      ModuleId module, String function, List<TypeTag> typeArguments) {
    LoadedFunction loaded = program.specializations().function(module, function, typeArguments);
    return new FunctionSignature(
        loaded.isEntry(), tags(loaded.parameters()), tags(loaded.returns()));
  }

  private static List<TypeTag> tags(List<Type> types) {
    return types.stream()
        .map(type -> type instanceof ReferenceType reference ? reference.target() : type)
        .map(Type::tag)
        .toList();
  }

  LoadedUnit script(Bytes code) {
    VerifiedScript script = vm.verifyScript(code);
    Linker.verifyDependencies(script, this::find);
    return program.script(script);
  }

  /** These modules with some added or replaced. */
  public LoadedModules with(Map<ModuleId, Bytes> modules) {
    // One map, not a store over a store: publications may follow each other without end.
    Map<ModuleId, Bytes> all = new HashMap<>(added);
    all.putAll(modules);
    return new LoadedModules(vm, store, Map.copyOf(all));
  }
}
