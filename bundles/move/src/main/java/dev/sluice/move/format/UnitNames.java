/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.move.ModuleId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names of what the indices of a unit stand for. Units that did not pass the verifier have names,
 * too: an index out of range is shown as {@code ?17}.
 */
final class UnitNames {
  private final CompiledUnit unit;
  private final Optional<ModuleId> self;

  UnitNames(CompiledUnit unit) {
    this.unit = unit;
    this.self =
        unit instanceof CompiledModule module
            ? at(unit.moduleHandles(), module.self()).flatMap(this::id)
            : Optional.empty();
  }

  private static <T> Optional<T> at(List<T> table, int index) {
    return index >= 0 && index < table.size() ? Optional.of(table.get(index)) : Optional.empty();
  }

  /** The text of an element, or of its index if there is no such element. */
  static <T> String text(List<T> table, int index, Function<T, String> text) {
    return at(table, index).map(text).orElse("?" + index);
  }

  private Optional<ModuleId> id(ModuleHandle handle) {
    return at(unit.addresses(), handle.address())
        .flatMap(
            address -> at(unit.identifiers(), handle.name()).map(n -> new ModuleId(address, n)));
  }

  String identifier(int index) {
    return text(unit.identifiers(), index, name -> name);
  }

  String module(int index) {
    return text(unit.moduleHandles(), index, this::module);
  }

  String module(ModuleHandle handle) {
    return id(handle)
        .map(ModuleId::toString)
        .orElse("?" + handle.address() + "::?" + handle.name());
  }

  /** The name, with the module in front unless it is the unit's own. */
  private String qualified(int module, int name) {
    boolean own =
        self.isPresent() && self.equals(at(unit.moduleHandles(), module).flatMap(this::id));
    return own ? identifier(name) : module(module) + "::" + identifier(name);
  }

  String structHandle(int index) {
    return text(unit.structHandles(), index, h -> qualified(h.module(), h.name()));
  }

  String function(int index) {
    return text(unit.functionHandles(), index, h -> qualified(h.module(), h.name()));
  }

  /** Type arguments in angle brackets. */
  String typeArguments(int signature) {
    return "<" + types(signature) + ">";
  }

  String types(int signature) {
    return text(
        unit.signatures(),
        signature,
        s -> s.tokens().stream().map(this::type).collect(Collectors.joining(", ")));
  }

  String type(SignatureToken token) {
    if (token instanceof SignatureToken.Primitive primitive) {
      return primitive.name().toLowerCase(Locale.ROOT);
    } else if (token instanceof SignatureToken.Vector vector) {
      return "vector<" + type(vector.element()) + ">";
    } else if (token instanceof SignatureToken.Reference reference) {
      return "&" + type(reference.target());
    } else if (token instanceof SignatureToken.MutableReference reference) {
      return "&mut " + type(reference.target());
    } else if (token instanceof SignatureToken.Struct struct) {
      return structHandle(struct.handle());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      return struct.arguments().stream()
          .map(this::type)
          .collect(Collectors.joining(", ", structHandle(struct.handle()) + "<", ">"));
    }
    return "T" + ((SignatureToken.TypeParameter) token).index();
  }

  /** Type parameters with their constraints: {@code <T0: copy + drop, T1>}. */
  static String typeParameters(List<AbilitySet> constraints) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < constraints.size(); i++) {
      text.append(i == 0 ? "<T" : ", T").append(i).append(constraint(constraints.get(i)));
    }
    return constraints.isEmpty() ? "" : text.append('>').toString();
  }

  static String constraint(AbilitySet abilities) {
    return abilities == AbilitySet.EMPTY ? "" : ": " + abilities.toString().replace(", ", " + ");
  }
}
