/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.ModuleId;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.StructTypeParameter;
import dev.sluice.move.format.VariantDefinition;
import dev.sluice.move.format.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares two versions of a module by the rules of {@link UpgradePolicy#COMPATIBLE}. */
final class Compatibility {
  private final VerifiedModule oldVersion;
  private final VerifiedModule newVersion;
  private final CompiledModule old;
  private final CompiledModule next;

  Compatibility(VerifiedModule published, VerifiedModule next) {
    this.oldVersion = published;
    this.newVersion = next;
    this.old = published.module();
    this.next = next.module();
  }

  Optional<Incompatibility> check() {
    return Stream.of(
            module(),
            old.structs().stream().flatMap(struct -> struct(struct).stream()),
            old.functions().stream().flatMap(function -> function(function).stream()),
            friends())
        .flatMap(found -> found)
        .findFirst();
  }

  private Stream<Incompatibility> module() {
    return oldVersion.id().equals(newVersion.id())
        ? Stream.empty()
        : Stream.of(
            new Incompatibility(Incompatibility.Kind.MODULE_RENAMED, oldVersion.id().toString()));
  }

  private Optional<Incompatibility> struct(StructDefinition oldStruct) {
    String name = old.name(oldStruct);
    OptionalInt index = newVersion.structIndex(name);
    if (index.isEmpty()) {
      return found(Incompatibility.Kind.STRUCT_REMOVED, name);
    }
    StructDefinition newStruct = next.structs().get(index.getAsInt());
    StructHandle oldHandle = old.structHandles().get(oldStruct.handle());
    StructHandle newHandle = next.structHandles().get(newStruct.handle());
    if (!newHandle.abilities().containsAll(oldHandle.abilities())) {
      return found(Incompatibility.Kind.STRUCT_ABILITY_REMOVED, name);
    } else if (!structParameters(oldHandle.typeParameters(), newHandle.typeParameters())) {
      return found(Incompatibility.Kind.STRUCT_TYPE_PARAMETERS_CHANGED, name);
    } else if (!layout(oldStruct, newStruct)) {
      return found(Incompatibility.Kind.STRUCT_LAYOUT_CHANGED, name);
    }
    return Optional.empty();
  }

  private static boolean structParameters(
      List<StructTypeParameter> olds, List<StructTypeParameter> news) {
    if (olds.size() != news.size()) {
      return false;
    }
    for (int i = 0; i < olds.size(); i++) {
      if (!olds.get(i).constraints().containsAll(news.get(i).constraints())
          || (olds.get(i).phantom() && !news.get(i).phantom())) {
        return false;
      }
    }
    return true;
  }

  private boolean layout(StructDefinition oldStruct, StructDefinition newStruct) {
    List<VariantDefinition> olds = UnitView.variants(oldStruct);
    List<VariantDefinition> news = UnitView.variants(newStruct);
    if (olds.isEmpty()) {
      return news.isEmpty()
          && fields(
              UnitView.fields(oldStruct, StructOperand.NONE),
              UnitView.fields(newStruct, StructOperand.NONE));
    }
    if (olds.size() > news.size()) {
      return false;
    }
    for (int i = 0; i < olds.size(); i++) {
      if (!sameName(olds.get(i).name(), news.get(i).name())
          || !fields(olds.get(i).fields(), news.get(i).fields())) {
        return false;
      }
    }
    return true;
  }

  private boolean fields(List<FieldDefinition> olds, List<FieldDefinition> news) {
    if (olds.size() != news.size()) {
      return false;
    }
    for (int i = 0; i < olds.size(); i++) {
      if (!sameName(olds.get(i).name(), news.get(i).name())
          || !Linker.sameType(old, olds.get(i).type(), next, news.get(i).type())) {
        return false;
      }
    }
    return true;
  }

  private boolean sameName(int oldName, int newName) {
    return old.identifiers().get(oldName).equals(next.identifiers().get(newName));
  }

  private Optional<Incompatibility> function(FunctionDefinition oldFunction) {
    if (oldFunction.visibility() == Visibility.PRIVATE && !oldFunction.entry()) {
      return Optional.empty();
    }
    String name = old.name(oldFunction);
    OptionalInt index = newVersion.functionIndex(name);
    if (index.isEmpty()) {
      return found(Incompatibility.Kind.FUNCTION_REMOVED, name);
    }
    FunctionDefinition newFunction = next.functions().get(index.getAsInt());
    FunctionHandle oldHandle = old.functionHandles().get(oldFunction.handle());
    FunctionHandle newHandle = next.functionHandles().get(newFunction.handle());
    if (!visibility(oldFunction.visibility(), newFunction.visibility())) {
      return found(Incompatibility.Kind.FUNCTION_VISIBILITY_REDUCED, name);
    } else if (oldFunction.entry() && !newFunction.entry()) {
      return found(Incompatibility.Kind.FUNCTION_ENTRY_REMOVED, name);
    } else if (!sameTypes(oldHandle.parameters(), newHandle.parameters())) {
      return found(Incompatibility.Kind.FUNCTION_PARAMETERS_CHANGED, name);
    } else if (!sameTypes(oldHandle.returns(), newHandle.returns())) {
      return found(Incompatibility.Kind.FUNCTION_RETURNS_CHANGED, name);
    } else if (!functionParameters(oldHandle.typeParameters(), newHandle.typeParameters())) {
      return found(Incompatibility.Kind.FUNCTION_TYPE_PARAMETERS_CHANGED, name);
    }
    return Optional.empty();
  }

  private static boolean visibility(Visibility before, Visibility after) {
    return switch (before) {
      case PRIVATE -> true;
      case FRIEND -> after != Visibility.PRIVATE;
      case PUBLIC -> after == Visibility.PUBLIC;
    };
  }

  private static boolean functionParameters(List<AbilitySet> olds, List<AbilitySet> news) {
    if (olds.size() != news.size()) {
      return false;
    }
    for (int i = 0; i < olds.size(); i++) {
      if (!olds.get(i).containsAll(news.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameTypes(int oldSignature, int newSignature) {
    return Linker.sameTypes(
        old,
        old.signatures().get(oldSignature).tokens(),
        next,
        next.signatures().get(newSignature).tokens());
  }

  private Stream<Incompatibility> friends() {
    Set<ModuleId> kept = next.friends().stream().map(next::moduleId).collect(Collectors.toSet());
    return old.friends().stream()
        .map(old::moduleId)
        .filter(friend -> !kept.contains(friend))
        .map(f -> new Incompatibility(Incompatibility.Kind.FRIEND_REMOVED, f.toString()));
  }

  private static Optional<Incompatibility> found(Incompatibility.Kind kind, String name) {
    return Optional.of(new Incompatibility(kind, name));
  }
}
