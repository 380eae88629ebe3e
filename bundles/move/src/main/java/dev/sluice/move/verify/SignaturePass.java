/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.StructTypeParameter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Types are well formed: references stand only at the top of the types of parameters, returns and
 * locals; type arguments have the abilities that are declared for them; the fields of a struct have
 * what its abilities need; phantom type parameters stand in phantom positions only.
 *
 * <p>A type is looked at once for all its uses: {@link #check} gives what its type parameters must
 * have, which is then compared with what each function or struct that uses it declares.
 */
final class SignaturePass {
  private static final AbilitySet KEY = AbilitySet.of(Ability.KEY);

  private final UnitView view;
  private final CompiledUnit unit;
  private final int parameters;

  // What is known so far, by numbers packed into a key: unlike records these cannot be chosen to
  // slow a map down.
  private final Map<Long, AbilityConstraints> types = new HashMap<>();
  private final Map<Integer, AbilityConstraints> signatures = new HashMap<>();
  private final Map<Long, AbilityConstraints> functions = new HashMap<>();
  private final Map<Long, AbilityConstraints> structs = new HashMap<>();

  private SignaturePass(UnitView view) {
    this.view = view;
    this.unit = view.unit();
    this.parameters = TypeParameterCount.of(view);
    if (parameters > AbilityConstraints.MAX_PARAMETERS) {
      throw MoveException.of(
          StatusCode.UNKNOWN_INVARIANT_VIOLATION_ERROR, parameters + " type parameters");
    }
  }

  static void verify(UnitView view) {
    SignaturePass pass = new SignaturePass(view);
    for (int i = 0; i < pass.unit.signatures().size(); i++) {
      pass.signature(i);
    }
    for (int i = 0; i < pass.unit.functionInstantiations().size(); i++) {
      pass.functionInstantiation(i);
    }
    if (view.isModule()) {
      pass.module(view.module());
    } else {
      pass.script((CompiledScript) pass.unit);
    }
  }

  private void module(CompiledModule module) {
    for (int i = 0; i < module.structInstantiations().size(); i++) {
      structArguments(view.structInstantiation(i), AbilitySet.EMPTY);
    }
    for (int i = 0; i < module.fieldInstantiations().size(); i++) {
      fieldArguments(view.fieldInstantiation(i));
    }
    for (int i = 0; i < module.variantInstantiations().size(); i++) {
      structArguments(view.variantInstantiation(i), AbilitySet.EMPTY);
    }
    for (int i = 0; i < module.variantFieldInstantiations().size(); i++) {
      fieldArguments(view.variantFieldInstantiation(i));
    }
    functionHandles();
    CodePass.forEachFunction(view, this::function);
    module.structs().forEach(this::struct);
  }

  private void script(CompiledScript script) {
    functionHandles();
    signatureIn(AbilityConstraints.of(script.typeParameters(), parameters), script.parameters());
    CodePass.forEachFunction(view, this::function);
  }

  private void functionHandles() {
    for (FunctionHandle handle : unit.functionHandles()) {
      AbilityConstraints context = AbilityConstraints.of(handle.typeParameters(), parameters);
      signatureIn(context, handle.parameters());
      signatureIn(context, handle.returns());
    }
  }

  private void function(FunctionView function) {
    AbilityConstraints context = AbilityConstraints.of(function.typeParameters(), parameters);
    signatureIn(context, function.localsSignature());
    for (int offset = 0; offset < function.code().length(); offset++) {
      try {
        instruction(function.code(), offset, context);
      } catch (MoveException e) {
        throw e.at(function.location(offset));
      }
    }
  }

  private void instruction(Code code, int offset, AbilityConstraints context) {
    switch (code.opcode(offset).operand()) {
      case FUNCTION_INSTANTIATION ->
          require(functionInstantiation(code.index(offset)).areMetBy(context));
      case STRUCT_INSTANTIATION, VARIANT_INSTANTIATION -> {
        AbilitySet required =
            switch (code.opcode(offset)) {
              case EXISTS_GENERIC,
                  MOVE_FROM_GENERIC,
                  MOVE_TO_GENERIC,
                  IMM_BORROW_GLOBAL_GENERIC,
                  MUT_BORROW_GLOBAL_GENERIC ->
                  KEY;
              default -> AbilitySet.EMPTY;
            };
        StructOperand operand = view.structOperand(code, offset);
        require(structArguments(operand, required).areMetBy(context));
      }
      case FIELD_INSTANTIATION, VARIANT_FIELD_INSTANTIATION ->
          require(fieldArguments(view.fieldOperand(code, offset)).areMetBy(context));
      case SIGNATURE, SIGNATURE_AND_COUNT -> elementType(code.index(offset), context);
      default -> {}
    }
  }

  private void elementType(int signature, AbilityConstraints context) {
    List<SignatureToken> element = view.signature(signature).tokens();
    argumentCount(1, element.size());
    noReference(element.get(0));
    signatureIn(context, signature);
  }

  private void signatureIn(AbilityConstraints context, int signature) {
    require(signature(signature).areMetBy(context));
  }

  private AbilityConstraints signature(int index) {
    AbilityConstraints known = signatures.get(index);
    if (known == null) {
      known = new AbilityConstraints(parameters);
      for (int i = 0; i < view.signature(index).size(); i++) {
        known.merge(type(index, i, AbilitySet.EMPTY));
      }
      signatures.put(index, known);
    }
    return known;
  }

  private AbilityConstraints type(int signature, int position, AbilitySet required) {
    long key = key(signature, position, required);
    AbilityConstraints known = types.get(key);
    if (known == null) {
      known = new AbilityConstraints(parameters);
      check(view.signature(signature).get(position), true, required, known);
      types.put(key, known);
    }
    return known;
  }

  private AbilityConstraints functionInstantiation(int index) {
    FunctionOperand operand = view.functionInstantiation(index);
    long key = key(operand.index(), operand.typeArguments(), AbilitySet.EMPTY);
    AbilityConstraints known = functions.get(key);
    if (known == null) {
      known = arguments(operand.handle().typeParameters(), operand.typeArguments());
      functions.put(key, known);
    }
    return known;
  }

  private AbilityConstraints fieldArguments(FieldOperand field) {
    return structArguments(
        new StructOperand(field.struct(), StructOperand.NONE, field.typeArguments()),
        AbilitySet.EMPTY);
  }

  private AbilityConstraints structArguments(StructOperand operand, AbilitySet required) {
    long key = key(operand.struct(), operand.typeArguments(), required);
    AbilityConstraints known = structs.get(key);
    if (known == null) {
      StructHandle handle = view.handleOf(operand.struct());
      argumentCount(handle.typeParameters().size(), view.signature(operand.typeArguments()).size());
      require(handle.abilities().containsAll(required));
      known = arguments(declared(handle, required), operand.typeArguments());
      structs.put(key, known);
    }
    return known;
  }

  private AbilityConstraints arguments(List<AbilitySet> declared, int signature) {
    List<SignatureToken> arguments = view.signature(signature).tokens();
    argumentCount(declared.size(), arguments.size());
    AbilityConstraints result = new AbilityConstraints(parameters);
    for (int i = 0; i < arguments.size(); i++) {
      noReference(arguments.get(i));
      result.merge(type(signature, i, declared.get(i)));
    }
    return result;
  }

  private static long key(int table, int signature, AbilitySet required) {
    return ((long) table << 28 | signature) << 4 | required.bits();
  }

  /** What the type arguments of a struct must have for it to have the abilities required. */
  private static List<AbilitySet> declared(StructHandle handle, AbilitySet required) {
    return handle.typeParameters().stream().map(p -> declared(p, required)).toList();
  }

  private static AbilitySet declared(StructTypeParameter parameter, AbilitySet required) {
    return parameter.phantom()
        ? parameter.constraints()
        : parameter.constraints().or(UnitView.required(required));
  }

  /**
   * Checks that a type is well formed and has the abilities required, given that its type
   * parameters meet what is added to {@code constraints}.
   */
  private void check(
      SignatureToken type,
      boolean mayBeReference,
      AbilitySet required,
      AbilityConstraints constraints) {
    if (type instanceof SignatureToken.Primitive primitive) {
      boolean signer = primitive == SignatureToken.Primitive.SIGNER;
      require((signer ? AbilitySet.SIGNER : AbilitySet.PRIMITIVE).containsAll(required));
    } else if (type instanceof SignatureToken.TypeParameter parameter) {
      constraints.require(parameter.index(), required);
    } else if (type instanceof SignatureToken.Vector vector) {
      require(AbilitySet.VECTOR.containsAll(required));
      check(vector.element(), false, UnitView.required(required), constraints);
    } else if (type instanceof SignatureToken.Struct struct) {
      require(view.structHandle(struct.handle()).abilities().containsAll(required));
    } else if (type instanceof SignatureToken.StructInstantiation inst) {
      StructHandle handle = view.structHandle(inst.handle());
      require(handle.abilities().containsAll(required));
      for (int i = 0; i < inst.arguments().size(); i++) {
        AbilitySet declared = declared(handle.typeParameters().get(i), required);
        check(inst.arguments().get(i), false, declared, constraints);
      }
    } else {
      if (!mayBeReference) {
        noReference(type);
      }
      require(AbilitySet.REFERENCE.containsAll(required));
      check(Types.children(type).get(0), false, AbilitySet.EMPTY, constraints);
    }
  }

  private void struct(StructDefinition struct) {
    StructHandle handle = view.structHandle(struct.handle());
    AbilityConstraints declared =
        AbilityConstraints.of(
            handle.typeParameters().stream().map(StructTypeParameter::constraints).toList(),
            parameters);
    AbilityConstraints all =
        AbilityConstraints.of(
            Collections.nCopies(handle.typeParameters().size(), AbilitySet.ALL), parameters);
    for (FieldDefinition field : UnitView.allFields(struct)) {
      AbilityConstraints found = new AbilityConstraints(parameters);
      check(field.type(), false, AbilitySet.EMPTY, found);
      require(found.areMetBy(declared));
      fieldAbilities(field.type(), UnitView.required(handle.abilities()), all);
      phantom(field.type(), false, handle.typeParameters());
    }
  }

  /** A struct has an ability if its fields do, provided that its type parameters have it. */
  private void fieldAbilities(SignatureToken type, AbilitySet required, AbilityConstraints all) {
    AbilityConstraints found = new AbilityConstraints(parameters);
    try {
      check(type, false, required, found);
      require(found.areMetBy(all));
    } catch (MoveException e) {
      throw MoveException.of(StatusCode.FIELD_MISSING_TYPE_ABILITY, e.detail());
    }
  }

  private void phantom(
      SignatureToken type, boolean phantomPosition, List<StructTypeParameter> declared) {
    if (type instanceof SignatureToken.TypeParameter parameter) {
      if (declared.get(parameter.index()).phantom() && !phantomPosition) {
        throw MoveException.of(
            StatusCode.INVALID_PHANTOM_TYPE_PARAM_POSITION,
            "type parameter " + parameter.index() + " is phantom");
      }
    } else if (type instanceof SignatureToken.StructInstantiation inst) {
      StructHandle handle = view.structHandle(inst.handle());
      for (int i = 0; i < inst.arguments().size(); i++) {
        phantom(inst.arguments().get(i), handle.typeParameters().get(i).phantom(), declared);
      }
    } else if (type instanceof SignatureToken.Vector vector) {
      phantom(vector.element(), false, declared);
    }
  }

  private static void require(boolean abilities) {
    if (!abilities) {
      throw MoveException.of(StatusCode.CONSTRAINT_NOT_SATISFIED, "an ability is missing");
    }
  }

  private static void argumentCount(int expected, int actual) {
    if (expected != actual) {
      throw MoveException.of(
          StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH,
          actual + " type arguments where " + expected + " are declared");
    }
  }

  private static void noReference(SignatureToken type) {
    if (type.isReference()) {
      throw MoveException.of(
          StatusCode.INVALID_SIGNATURE_TOKEN, "a reference where none is allowed");
    }
  }
}
