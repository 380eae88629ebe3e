/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantDefinition;

/** The unit keeps within {@link VerifierLimits}, as far as that shows without looking at code. */
final class LimitsPass {
  /** What a struct or type parameter counts, since it can stand for any number of nodes. */
  private static final int OPAQUE_WEIGHT = 4;

  private final UnitView view;
  private final VerifierLimits limits;

  private LimitsPass(UnitView view, VerifierLimits limits) {
    this.view = view;
    this.limits = limits;
  }

  static void verify(UnitView view, VerifierLimits limits) {
    LimitsPass pass = new LimitsPass(view, limits);
    pass.handles();
    pass.types();
    if (view.isModule()) {
      pass.definitions(view.module());
    }
  }

  private void handles() {
    for (FunctionHandle handle : view.unit().functionHandles()) {
      atMost(
          limits.typeParameters(),
          handle.typeParameters().size(),
          StatusCode.TOO_MANY_TYPE_PARAMETERS);
      atMost(
          limits.parameters(),
          view.signature(handle.parameters()).size(),
          StatusCode.TOO_MANY_PARAMETERS);
    }
    for (StructHandle handle : view.unit().structHandles()) {
      atMost(
          limits.typeParameters(),
          handle.typeParameters().size(),
          StatusCode.TOO_MANY_TYPE_PARAMETERS);
    }
  }

  private void types() {
    view.unit().signatures().forEach(signature -> signature.tokens().forEach(this::type));
    view.unit().constants().forEach(constant -> type(constant.type()));
    if (view.isModule()) {
      for (StructDefinition struct : view.module().structs()) {
        UnitView.allFields(struct).forEach(field -> type(field.type()));
      }
    }
  }

  private void type(SignatureToken type) {
    atMost(limits.typeNodes(), weight(type), StatusCode.TOO_MANY_TYPE_NODES);
  }

  private static int weight(SignatureToken type) {
    int weight =
        type instanceof SignatureToken.Struct
                || type instanceof SignatureToken.StructInstantiation
                || type instanceof SignatureToken.TypeParameter
            ? OPAQUE_WEIGHT
            : 1;
    for (SignatureToken child : Types.children(type)) {
      weight += weight(child);
    }
    return weight;
  }

  private void definitions(CompiledModule module) {
    atMost(
        limits.functions(), module.functions().size(), StatusCode.MAX_FUNCTION_DEFINITIONS_REACHED);
    atMost(limits.structs(), module.structs().size(), StatusCode.MAX_STRUCT_DEFINITIONS_REACHED);
    for (StructDefinition struct : module.structs()) {
      atMost(
          limits.fields(),
          UnitView.fields(struct, StructOperand.NONE).size(),
          StatusCode.MAX_FIELD_DEFINITIONS_REACHED);
      for (VariantDefinition variant : UnitView.variants(struct)) {
        atMost(limits.fields(), variant.fields().size(), StatusCode.MAX_FIELD_DEFINITIONS_REACHED);
      }
    }
    for (StructDefinition struct : module.structs()) {
      atMost(
          limits.variants(),
          UnitView.variants(struct).size(),
          StatusCode.MAX_STRUCT_VARIANTS_REACHED);
    }
  }

  private static void atMost(int limit, int actual, StatusCode status) {
    if (actual > limit) {
      throw MoveException.of(status, actual + " where " + limit + " are allowed");
    }
  }
}
