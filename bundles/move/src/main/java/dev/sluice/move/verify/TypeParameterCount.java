/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructHandle;

/** Finds how many type parameters a unit uses at most in one place. */
final class TypeParameterCount implements Types.Walk {
  private int count;

  private TypeParameterCount() {}

  static int of(UnitView view) {
    TypeParameterCount walk = new TypeParameterCount();
    for (FunctionHandle handle : view.unit().functionHandles()) {
      walk.atLeast(handle.typeParameters().size());
    }
    for (StructHandle handle : view.unit().structHandles()) {
      walk.atLeast(handle.typeParameters().size());
    }
    view.unit().signatures().forEach(signature -> signature.tokens().forEach(walk::over));
    if (view.isModule()) {
      view.module().structs().stream()
          .flatMap(struct -> UnitView.allFields(struct).stream())
          .forEach(field -> walk.over(field.type()));
    } else if (view.unit() instanceof CompiledScript script) {
      walk.atLeast(script.typeParameters().size());
    }
    return walk.count;
  }

  @Override
  public void visit(SignatureToken type, int depth) {
    if (type instanceof SignatureToken.TypeParameter parameter) {
      atLeast(parameter.index() + 1);
    }
  }

  private void atLeast(int number) {
    count = Math.max(count, number);
  }
}
