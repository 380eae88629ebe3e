/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.Location;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Limits;
import dev.sluice.move.format.ModuleHandle;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantDefinition;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import java.util.Arrays;
import java.util.List;

/**
 * Every index is in range, every type parameter declared, every branch inside the code, every
 * struct type has the right number of type arguments. All other passes rely on this one.
 */
final class BoundsPass {
  /** Parameters and other locals of a function together. */
  static final int MAX_LOCALS = 255;

  /** A unit read from bytes has no deeper types; one made by other means could have. */
  private static final int MAX_TYPE_DEPTH = Limits.SIGNATURE_TOKEN_DEPTH + 1;

  private static final int UNKNOWN = -2;
  private static final int NO_PARAMETER = -1;

  private final UnitView view;
  private final CompiledUnit unit;

  /** Highest type parameter in each signature, found at first use. */
  private final int[] maxTypeParameter;

  private BoundsPass(UnitView view) {
    this.view = view;
    this.unit = view.unit();
    this.maxTypeParameter = new int[unit.signatures().size()];
    Arrays.fill(maxTypeParameter, UNKNOWN);
  }

  static void verify(UnitView view) {
    BoundsPass pass = new BoundsPass(view);
    if (view.isModule()) {
      pass.module(view.module());
    } else {
      pass.script((CompiledScript) view.unit());
    }
  }

  private void module(CompiledModule module) {
    if (module.moduleHandles().isEmpty()) {
      throw MoveException.of(StatusCode.NO_MODULE_HANDLES, "a module must name itself");
    }
    types();
    unit.moduleHandles().forEach(this::moduleHandle);
    check(module.self(), module.moduleHandles(), "module handle");
    handles();
    module.fields().forEach(this::field);
    module.friends().forEach(this::moduleHandle);
    instantiations(module.structInstantiations(), module.structs(), "struct");
    instantiations(unit.functionInstantiations(), unit.functionHandles(), "function handle");
    instantiations(module.fieldInstantiations(), module.fields(), "field");
    module.structs().forEach(this::struct);
    module.variantFields().forEach(this::variantField);
    module.variants().forEach(this::variant);
    instantiations(module.variantFieldInstantiations(), module.variantFields(), "variant field");
    instantiations(module.variantInstantiations(), module.variants(), "variant");
    for (int i = 0; i < module.functions().size(); i++) {
      function(module.functions().get(i), i);
    }
  }

  private void script(CompiledScript script) {
    types();
    unit.moduleHandles().forEach(this::moduleHandle);
    handles();
    instantiations(unit.functionInstantiations(), unit.functionHandles(), "function handle");
    int typeParameters = script.typeParameters().size();
    check(script.parameters(), unit.signatures(), "signature");
    typeParameters(script.parameters(), typeParameters);
    code(script.code(), typeParameters, script.parameters(), 0);
  }

  private void types() {
    for (Signature signature : unit.signatures()) {
      signature.tokens().forEach(this::type);
    }
    unit.constants().forEach(constant -> type(constant.type()));
  }

  private void handles() {
    for (StructHandle handle : unit.structHandles()) {
      check(handle.module(), unit.moduleHandles(), "module handle");
      check(handle.name(), unit.identifiers(), "identifier");
    }
    for (FunctionHandle handle : unit.functionHandles()) {
      check(handle.module(), unit.moduleHandles(), "module handle");
      check(handle.name(), unit.identifiers(), "identifier");
      check(handle.parameters(), unit.signatures(), "signature");
      check(handle.returns(), unit.signatures(), "signature");
      typeParameters(handle.parameters(), handle.typeParameters().size());
      typeParameters(handle.returns(), handle.typeParameters().size());
    }
  }

  private void moduleHandle(ModuleHandle handle) {
    check(handle.address(), unit.addresses(), "address");
    check(handle.name(), unit.identifiers(), "identifier");
  }

  private void instantiations(List<Instantiation> table, List<?> targets, String what) {
    for (Instantiation inst : table) {
      check(inst.target(), targets, what);
      check(inst.typeArguments(), unit.signatures(), "signature");
    }
  }

  private void field(FieldHandle field) {
    check(field.struct(), view.module().structs(), "struct");
    StructDefinition struct = view.struct(field.struct());
    check(field.field(), UnitView.fields(struct, StructOperand.NONE), "field");
  }

  private void variantField(VariantFieldHandle field) {
    check(field.struct(), view.module().structs(), "struct");
    if (field.variants().isEmpty()) {
      throw MoveException.of(StatusCode.ZERO_VARIANTS_ERROR, "a variant field without variants");
    }
    StructDefinition struct = view.struct(field.struct());
    for (int variant : field.variants()) {
      check(variant, UnitView.variants(struct), "variant");
      check(field.field(), UnitView.fields(struct, variant), "field");
    }
  }

  private void variant(VariantHandle variant) {
    check(variant.struct(), view.module().structs(), "struct");
    check(variant.variant(), UnitView.variants(view.struct(variant.struct())), "variant");
  }

  private void struct(StructDefinition struct) {
    check(struct.handle(), unit.structHandles(), "struct handle");
    int typeParameters = view.structHandle(struct.handle()).typeParameters().size();
    if (struct.layout() instanceof StructDefinition.Fields layout) {
      layout.fields().forEach(field -> fieldDefinition(field, typeParameters));
    } else if (struct.layout() instanceof StructDefinition.Variants layout) {
      for (VariantDefinition variant : layout.variants()) {
        check(variant.name(), unit.identifiers(), "identifier");
        variant.fields().forEach(field -> fieldDefinition(field, typeParameters));
      }
      if (layout.variants().isEmpty()) {
        throw MoveException.of(StatusCode.ZERO_VARIANTS_ERROR, "an enum without variants");
      }
    }
  }

  private void fieldDefinition(FieldDefinition field, int typeParameters) {
    check(field.name(), unit.identifiers(), "identifier");
    type(field.type());
    Types.Walk walk =
        (type, depth) -> {
          if (type instanceof SignatureToken.TypeParameter parameter) {
            check(parameter.index(), typeParameters, "type parameter");
          }
        };
    walk.over(field.type());
  }

  private void function(FunctionDefinition function, int index) {
    check(function.handle(), unit.functionHandles(), "function handle");
    function.acquires().forEach(struct -> check(struct, view.module().structs(), "struct"));
    FunctionHandle handle = view.functionHandle(function.handle());
    function
        .code()
        .ifPresent(code -> code(code, handle.typeParameters().size(), handle.parameters(), index));
  }

  private void code(CodeUnit unit, int typeParameters, int parameters, int function) {
    check(unit.locals(), this.unit.signatures(), "signature");
    int locals = view.signature(unit.locals()).size() + view.signature(parameters).size();
    if (locals > MAX_LOCALS) {
      throw MoveException.of(StatusCode.TOO_MANY_LOCALS, locals + " locals");
    }
    typeParameters(unit.locals(), typeParameters);
    Code code = unit.code();
    for (int offset = 0; offset < code.length(); offset++) {
      try {
        instruction(code, offset, typeParameters, locals);
      } catch (MoveException e) {
        throw e.at(
            view.isModule()
                ? Location.in(view.module().id(), function, offset)
                : Location.inScript(offset));
      }
    }
  }

  private void instruction(Code code, int offset, int typeParameters, int locals) {
    switch (code.opcode(offset).operand()) {
      case LOCAL -> check(code.index(offset), locals, "local");
      case BRANCH_TARGET -> check(code.index(offset), code.length(), "instruction");
      case CONSTANT -> check(code.index(offset), unit.constants(), "constant");
      case FUNCTION -> check(code.index(offset), unit.functionHandles(), "function handle");
      case FUNCTION_INSTANTIATION ->
          generic(code.index(offset), unit.functionInstantiations(), typeParameters);
      case SIGNATURE, SIGNATURE_AND_COUNT -> {
        check(code.index(offset), unit.signatures(), "signature");
        typeParameters(code.index(offset), typeParameters);
      }
      case NONE, U8, U16, U32, U64, U128, U256 -> {}
      default -> {
        // A script has none of these tables; SignaturePass and ConsistencyPass refuse it.
        if (view.isModule()) {
          ofModule(view.module(), code, offset, typeParameters);
        }
      }
    }
  }

  private void ofModule(CompiledModule module, Code code, int offset, int typeParameters) {
    int index = code.index(offset);
    switch (code.opcode(offset).operand()) {
      case STRUCT -> check(index, module.structs(), "struct");
      case STRUCT_INSTANTIATION -> generic(index, module.structInstantiations(), typeParameters);
      case FIELD -> check(index, module.fields(), "field");
      case FIELD_INSTANTIATION -> generic(index, module.fieldInstantiations(), typeParameters);
      case VARIANT_FIELD -> check(index, module.variantFields(), "variant field");
      case VARIANT_FIELD_INSTANTIATION ->
          generic(index, module.variantFieldInstantiations(), typeParameters);
      case VARIANT -> check(index, module.variants(), "variant");
      case VARIANT_INSTANTIATION -> generic(index, module.variantInstantiations(), typeParameters);
      default -> throw new IllegalArgumentException("operand of an unknown kind");
    }
  }

  private void generic(int index, List<Instantiation> table, int typeParameters) {
    check(index, table, "instantiation");
    typeParameters(table.get(index).typeArguments(), typeParameters);
  }

  private void type(SignatureToken root) {
    Types.Walk walk =
        (type, depth) -> {
          if (depth > MAX_TYPE_DEPTH) {
            throw MoveException.of(StatusCode.INVALID_SIGNATURE_TOKEN, "a type nested too deeply");
          } else if (type instanceof SignatureToken.Struct struct) {
            structType(struct.handle(), 0);
          } else if (type instanceof SignatureToken.StructInstantiation inst) {
            structType(inst.handle(), inst.arguments().size());
          }
        };
    walk.over(root);
  }

  private void structType(int handle, int arguments) {
    check(handle, unit.structHandles(), "struct handle");
    int expected = view.structHandle(handle).typeParameters().size();
    if (arguments != expected) {
      throw MoveException.of(
          StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH,
          arguments + " type arguments where " + expected + " are declared");
    }
  }

  private void typeParameters(int signature, int count) {
    if (maxTypeParameter[signature] == UNKNOWN) {
      maxTypeParameter[signature] = NO_PARAMETER;
      Types.Walk walk =
          (type, depth) -> {
            if (type instanceof SignatureToken.TypeParameter parameter) {
              maxTypeParameter[signature] =
                  Math.max(maxTypeParameter[signature], parameter.index());
            }
          };
      view.signature(signature).tokens().forEach(walk::over);
    }
    if (maxTypeParameter[signature] != NO_PARAMETER) {
      check(maxTypeParameter[signature], count, "type parameter");
    }
  }

  private static void check(int index, List<?> table, String what) {
    check(index, table.size(), what);
  }

  private static void check(int index, int count, String what) {
    if (index < 0 || index >= count) {
      throw MoveException.of(StatusCode.INDEX_OUT_OF_BOUNDS, what + " " + index + " of " + count);
    }
  }
}
