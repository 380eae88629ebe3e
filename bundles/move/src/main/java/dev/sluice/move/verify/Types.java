/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.List;

/** Functions on types. All but {@link Walk} rely on the nesting depth {@link BoundsPass} allows. */
final class Types {
  private Types() {}

  /** Visits a type and all types in it, parents first, without recursion. */
  interface Walk {
    /** Called for every node; the root has depth 1. */
    void visit(SignatureToken type, int depth);

    /** Walks through {@code root}. */
    default void over(SignatureToken root) {
      if (root instanceof SignatureToken.Primitive
          || root instanceof SignatureToken.Struct
          || root instanceof SignatureToken.TypeParameter) {
        visit(root, 1);
        return;
      }
      List<SignatureToken> todo = new ArrayList<>(List.of(root));
      List<Integer> depths = new ArrayList<>(List.of(1));
      while (!todo.isEmpty()) {
        SignatureToken type = todo.remove(todo.size() - 1);
        int depth = depths.remove(depths.size() - 1);
        visit(type, depth);
        List<SignatureToken> children = children(type);
        for (int i = children.size() - 1; i >= 0; i--) {
          todo.add(children.get(i));
          depths.add(depth + 1);
        }
      }
    }
  }

  /** The types a type consists of. */
  static List<SignatureToken> children(SignatureToken type) {
    if (type instanceof SignatureToken.Vector vector) {
      return List.of(vector.element());
    } else if (type instanceof SignatureToken.Reference reference) {
      return List.of(reference.target());
    } else if (type instanceof SignatureToken.MutableReference reference) {
      return List.of(reference.target());
    } else if (type instanceof SignatureToken.StructInstantiation inst) {
      return inst.arguments();
    }
    return List.of();
  }

  /** Number of nodes. */
  static int size(SignatureToken type) {
    int size = 1;
    if (type instanceof SignatureToken.Primitive) {
      return size;
    }
    for (SignatureToken child : children(type)) {
      size += size(child);
    }
    return size;
  }

  /** Number of nodes that {@link #instantiate} would give. */
  static long size(SignatureToken type, List<SignatureToken> arguments) {
    if (arguments.isEmpty()) {
      return size(type);
    } else if (type instanceof SignatureToken.TypeParameter parameter) {
      return size(arguments.get(parameter.index()));
    }
    long size = 1;
    for (SignatureToken child : children(type)) {
      size += size(child, arguments);
    }
    return size;
  }

  /** The type with type parameters replaced by {@code arguments}, or itself if there are none. */
  static SignatureToken instantiate(SignatureToken type, List<SignatureToken> arguments) {
    if (arguments.isEmpty()) {
      return type;
    } else if (type instanceof SignatureToken.TypeParameter parameter) {
      return arguments.get(parameter.index());
    } else if (type instanceof SignatureToken.Vector vector) {
      return new SignatureToken.Vector(instantiate(vector.element(), arguments));
    } else if (type instanceof SignatureToken.Reference reference) {
      return new SignatureToken.Reference(instantiate(reference.target(), arguments));
    } else if (type instanceof SignatureToken.MutableReference reference) {
      return new SignatureToken.MutableReference(instantiate(reference.target(), arguments));
    } else if (type instanceof SignatureToken.StructInstantiation inst) {
      List<SignatureToken> types = new ArrayList<>(inst.arguments().size());
      for (SignatureToken argument : inst.arguments()) {
        types.add(instantiate(argument, arguments));
      }
      return new SignatureToken.StructInstantiation(inst.handle(), types);
    }
    return type;
  }

  /**
   * Whether {@code actual} equals {@code instantiate(pattern, arguments)}. Costs no more than the
   * size of {@code actual}, however large the instantiation would be.
   */
  static boolean matches(
      SignatureToken actual, SignatureToken pattern, List<SignatureToken> arguments) {
    if (arguments.isEmpty()) {
      return actual.equals(pattern);
    } else if (pattern instanceof SignatureToken.TypeParameter parameter) {
      return actual.equals(arguments.get(parameter.index()));
    } else if (actual.getClass() != pattern.getClass()) {
      return false;
    } else if (actual instanceof SignatureToken.StructInstantiation a
        && pattern instanceof SignatureToken.StructInstantiation p
        && a.handle() != p.handle()) {
      return false;
    }
    List<SignatureToken> actuals = children(actual);
    List<SignatureToken> patterns = children(pattern);
    if (patterns.isEmpty() || actuals.size() != patterns.size()) {
      return actual.equals(pattern);
    }
    for (int i = 0; i < actuals.size(); i++) {
      if (!matches(actuals.get(i), patterns.get(i), arguments)) {
        return false;
      }
    }
    return true;
  }

  /** The type of values of the struct with this handle. */
  static SignatureToken structType(int handle, List<SignatureToken> arguments) {
    return arguments.isEmpty()
        ? new SignatureToken.Struct(handle)
        : new SignatureToken.StructInstantiation(handle, arguments);
  }
}
