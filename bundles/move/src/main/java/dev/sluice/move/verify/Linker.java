/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.StructTypeParameter;
import dev.sluice.move.format.Visibility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides whether a verified unit fits the modules it imports: what it says about their structs and
 * functions must be true there. Together with {@link Verifier} this makes it safe to run.
 */
public final class Linker {
  /** A module and whether it declares the one that imports it a friend. */
  private record Import(VerifiedModule owner, boolean befriended) {}

  private final CompiledUnit unit;
  private final Optional<ModuleId> self;
  private final Map<ModuleId, Import> imports = new HashMap<>();

  private Linker(CompiledUnit unit, Optional<ModuleId> self) {
    this.unit = unit;
    this.self = self;
  }

  /**
   * Checks a module against the modules it imports.
   *
   * @throws MoveException MISSING_DEPENDENCY if {@code lookup} does not know one of them,
   *     LOOKUP_FAILED if one lacks a struct or a function that the module may use, TYPE_MISMATCH if
   *     one declares it otherwise
   */
  public static void verifyDependencies(VerifiedModule module, ModuleLookup lookup) {
    try {
      new Linker(module.module(), Optional.of(module.id())).run(lookup);
    } catch (MoveException e) {
      throw e.at(Location.in(module.id()));
    }
  }

  /**
   * Checks a script against the modules it imports.
   *
   * @throws MoveException as for modules
   */
  public static void verifyDependencies(VerifiedScript script, ModuleLookup lookup) {
    new Linker(script.script(), Optional.empty()).run(lookup);
  }

  private void run(ModuleLookup lookup) {
    unit.moduleHandles().stream()
        .map(unit::moduleId)
        .filter(id -> !self.equals(Optional.of(id)))
        .forEach(id -> imports.put(id, imported(find(id, lookup))));
    unit.structHandles().stream()
        .filter(handle -> imports.containsKey(unit.moduleOf(handle)))
        .forEach(this::struct);
    unit.functionHandles().stream()
        .filter(handle -> imports.containsKey(unit.moduleOf(handle)))
        .forEach(this::function);
  }

  static VerifiedModule find(ModuleId id, ModuleLookup lookup) {
    return lookup
        .find(id)
        .orElseThrow(
            () -> MoveException.of(StatusCode.MISSING_DEPENDENCY, "module " + id + " is missing"));
  }

  private Import imported(VerifiedModule owner) {
    CompiledModule module = owner.module();
    return new Import(
        owner,
        self.isPresent()
            && module.friends().stream().map(module::moduleId).anyMatch(self.get()::equals));
  }

  private Import imported(ModuleId id) {
    Import found = imports.get(id);
    if (found == null) {
      throw new IllegalStateException(id + " is no import");
    }
    return found;
  }

  private void struct(StructHandle handle) {
    VerifiedModule owner = imported(unit.moduleOf(handle)).owner();
    String name = unit.identifiers().get(handle.name());
    OptionalInt index = owner.structIndex(name);
    if (index.isEmpty()) {
      throw missing(owner, name);
    }
    CompiledModule module = owner.module();
    StructHandle actual =
        module.structHandles().get(module.structs().get(index.getAsInt()).handle());
    // An import may know less of a struct than there is, and demand more of type arguments.
    if (!actual.abilities().containsAll(handle.abilities())
        || !structParametersFit(handle.typeParameters(), actual.typeParameters())) {
      throw mismatch(owner, name);
    }
  }

  private void function(FunctionHandle handle) {
    Import imported = imported(unit.moduleOf(handle));
    VerifiedModule owner = imported.owner();
    String name = unit.identifiers().get(handle.name());
    OptionalInt index = owner.functionIndex(name);
    if (index.isEmpty() || !mayCall(imported, index.getAsInt())) {
      throw missing(owner, name);
    }
    CompiledModule module = owner.module();
    FunctionHandle actual =
        module.functionHandles().get(module.functions().get(index.getAsInt()).handle());
    if (!functionParametersFit(handle.typeParameters(), actual.typeParameters())
        || !sameTypes(handle.parameters(), module, actual.parameters())
        || !sameTypes(handle.returns(), module, actual.returns())) {
      throw mismatch(owner, name);
    }
  }

  private static boolean mayCall(Import imported, int function) {
    Visibility visibility = imported.owner().module().functions().get(function).visibility();
    return visibility == Visibility.PUBLIC
        || (visibility == Visibility.FRIEND && imported.befriended());
  }

  private static boolean structParametersFit(
      List<StructTypeParameter> imported, List<StructTypeParameter> actual) {
    if (imported.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < actual.size(); i++) {
      if (!imported.get(i).constraints().containsAll(actual.get(i).constraints())
          || (imported.get(i).phantom() && !actual.get(i).phantom())) {
        return false;
      }
    }
    return true;
  }

  private static boolean functionParametersFit(List<AbilitySet> imported, List<AbilitySet> actual) {
    if (imported.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < actual.size(); i++) {
      if (!imported.get(i).containsAll(actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameTypes(int imported, CompiledModule module, int actual) {
    return sameTypes(
        unit,
        unit.signatures().get(imported).tokens(),
        module,
        module.signatures().get(actual).tokens());
  }

  /** Whether types of two units mean the same. */
  static boolean sameTypes(
      CompiledUnit unit,
      List<SignatureToken> types,
      CompiledUnit otherUnit,
      List<SignatureToken> otherTypes) {
    if (types.size() != otherTypes.size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!sameType(unit, types.get(i), otherUnit, otherTypes.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether two types mean the same; struct handles are compared by what they name. */
  static boolean sameType(
      CompiledUnit unit, SignatureToken type, CompiledUnit otherUnit, SignatureToken other) {
    if (type instanceof SignatureToken.Struct a && other instanceof SignatureToken.Struct b) {
      return sameStruct(unit, a.handle(), otherUnit, b.handle());
    } else if (type instanceof SignatureToken.StructInstantiation a
        && other instanceof SignatureToken.StructInstantiation b) {
      return sameStruct(unit, a.handle(), otherUnit, b.handle())
          && sameTypes(unit, a.arguments(), otherUnit, b.arguments());
    }
    List<SignatureToken> children = Types.children(type);
    return children.isEmpty()
        ? type.equals(other)
        : type.getClass() == other.getClass()
            && sameTypes(unit, children, otherUnit, Types.children(other));
  }

  private static boolean sameStruct(
      CompiledUnit unit, int handle, CompiledUnit otherUnit, int otherHandle) {
    StructHandle a = unit.structHandles().get(handle);
    StructHandle b = otherUnit.structHandles().get(otherHandle);
    return unit.identifiers().get(a.name()).equals(otherUnit.identifiers().get(b.name()))
        && unit.moduleOf(a).equals(otherUnit.moduleOf(b));
  }

  private static MoveException missing(VerifiedModule owner, String name) {
    return MoveException.of(
        StatusCode.LOOKUP_FAILED, owner + " has no " + name + " to be used here");
  }

  private static MoveException mismatch(VerifiedModule owner, String name) {
    return MoveException.of(StatusCode.TYPE_MISMATCH, owner + " declares " + name + " otherwise");
  }
}
