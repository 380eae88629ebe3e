/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.build;

import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.StructTypeParameter;
import dev.sluice.move.format.VariantDefinition;
import dev.sluice.move.format.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a compiled module (or script) from declarations in text:
 *
 * <pre>{@code
 * CompiledModule counter =
 *     ModuleBuilder.module("0x42::c")
 *         .struct("Counter has key { v: u64 }")
 *         .function(
 *             "public fun inc(address): u64 acquires Counter",
 *             "&mut Counter",
 *             """
 *             MoveLoc 0
 *             MutBorrowGlobal Counter
 *             ...
 *             """)
 *         .build();
 * }</pre>
 *
 * <p>Types are written as in Move; structs of the module by name, others as {@code 0x1::m::S} after
 * an {@code importStruct}. Code is one instruction a line (or separated by {@code ;}); see {@link
 * CodeAssembler} for operands and labels. Nothing is checked: whatever the format can express can
 * be built. Structs must be declared before they are used, functions may come in any order.
 */
public final class ModuleBuilder extends UnitTables {
  private record Body(int definition, String locals, String code, List<String> typeParameters) {}

  private final int self;
  private int version = 6;
  private final List<Body> bodies = new ArrayList<>();

  private ModuleBuilder(int self, ModuleId id) {
    this.self = self;
    if (self >= 0) {
      module(id);
    }
  }

  /** A module with this name, {@code 0x42::name}. */
  public static ModuleBuilder module(String id) {
    return new ModuleBuilder(0, moduleId(id));
  }

  /** The tables of a script; finish with {@link #buildScript}. */
  public static ModuleBuilder script() {
    return new ModuleBuilder(-1, moduleId("0x0::script"));
  }

  /** Sets the bytecode version, 6 unless told. */
  public ModuleBuilder version(int newVersion) {
    version = newVersion;
    return this;
  }

  /** Declares a struct: {@code Box<T: copy + drop, phantom U> has key, store { a: u8, b: T }}. */
  public ModuleBuilder struct(String declaration) {
    Tokens tokens = new Tokens(declaration);
    List<String> parameters = new ArrayList<>();
    int handle = structHandle(tokens, self, parameters);
    structs.add(new StructDefinition(handle, new StructDefinition.Fields(List.of())));
    List<FieldDefinition> declared = fields(tokens, parameters);
    structs.set(
        structs.size() - 1, new StructDefinition(handle, new StructDefinition.Fields(declared)));
    tokens.expectEnd();
    return this;
  }

  /** Declares a native struct: {@code Table has store}. */
  public ModuleBuilder nativeStruct(String declaration) {
    Tokens tokens = new Tokens(declaration);
    int handle = structHandle(tokens, self, new ArrayList<>());
    structs.add(new StructDefinition(handle, new StructDefinition.Native()));
    tokens.expectEnd();
    return this;
  }

  /** Declares an enum: {@code Shape has drop { Circle { r: u64 } Empty { } }}. */
  public ModuleBuilder enumeration(String declaration) {
    Tokens tokens = new Tokens(declaration);
    List<String> parameters = new ArrayList<>();
    int handle = structHandle(tokens, self, parameters);
    tokens.expect("{");
    List<VariantDefinition> declared = new ArrayList<>();
    while (!tokens.takeIf("}")) {
      int name = identifier(tokens.take());
      declared.add(new VariantDefinition(name, fields(tokens, parameters)));
      tokens.takeIf(",");
    }
    tokens.expectEnd();
    structs.add(new StructDefinition(handle, new StructDefinition.Variants(declared)));
    return this;
  }

  /** Names a struct of another module: {@code 0x1::option::Option<T> has copy, drop, store}. */
  public ModuleBuilder importStruct(String declaration) {
    Tokens tokens = new Tokens(declaration);
    structHandle(tokens, -1, new ArrayList<>());
    tokens.expectEnd();
    return this;
  }

  /** Names a function of another module: {@code 0x1::vector::length<T>(&vector<T>): u64}. */
  public ModuleBuilder importFunction(String declaration) {
    Tokens tokens = new Tokens(declaration);
    functionHandle(tokens, -1, new ArrayList<>());
    tokens.expectEnd();
    return this;
  }

  /** Declares a friend module. */
  public ModuleBuilder friend(String id) {
    friends.add(handle(moduleId(id)));
    return this;
  }

  /** The index of a constant of this type and with these BCS bytes in hexadecimal. */
  public int constant(String type, String hex) {
    return intern(constants, new Constant(type(type, List.of()), Bytes.fromHex(hex)));
  }

  /**
   * Declares a function: {@code public(friend) entry fun f<T: store>(u64, &T): (T, bool) acquires
   * A, B}.
   *
   * @param declaration everything but the body
   * @param locals types of the locals beyond the parameters, separated by commas; {@code #n} for
   *     the signature with this index
   * @param code the instructions
   */
  public ModuleBuilder function(String declaration, String locals, String code) {
    List<String> parameters = new ArrayList<>();
    declareFunction(declaration, parameters);
    bodies.add(new Body(functions.size() - 1, locals, code, parameters));
    return this;
  }

  /** Declares a native function. */
  public ModuleBuilder nativeFunction(String declaration) {
    declareFunction(declaration, new ArrayList<>());
    return this;
  }

  private void declareFunction(String declaration, List<String> typeParameters) {
    Tokens tokens = new Tokens(declaration);
    Visibility visibility = Visibility.PRIVATE;
    if (tokens.takeIf("public")) {
      visibility = Visibility.PUBLIC;
      if (tokens.takeIf("(")) {
        tokens.expect("friend");
        tokens.expect(")");
        visibility = Visibility.FRIEND;
      }
    }
    boolean entry = tokens.takeIf("entry");
    tokens.expect("fun");
    int handle = functionHandle(tokens, self, typeParameters);
    List<Integer> acquires = new ArrayList<>();
    if (tokens.takeIf("acquires")) {
      do {
        acquires.add(structDefinition(tokens.take()));
      } while (tokens.takeIf(","));
    }
    tokens.expectEnd();
    functions.add(new FunctionDefinition(handle, visibility, entry, acquires, Optional.empty()));
  }

  /** Assembles the code of all functions declared so far; further calls do nothing. */
  public ModuleBuilder resolve() {
    for (Body body : bodies) {
      FunctionDefinition f = functions.get(body.definition());
      CodeUnit code = code(body.locals(), body.code(), body.typeParameters());
      functions.set(
          body.definition(),
          new FunctionDefinition(
              f.handle(), f.visibility(), f.entry(), f.acquires(), Optional.of(code)));
    }
    bodies.clear();
    return this;
  }

  private CodeUnit code(String locals, String code, List<String> typeParameters) {
    int signature;
    if (locals.startsWith("#")) {
      signature = Integer.parseInt(locals.substring(1));
    } else {
      Tokens tokens = new Tokens(locals);
      signature = signature(types(tokens, "", typeParameters));
      tokens.expectEnd();
    }
    return new CodeUnit(signature, new CodeAssembler(this, typeParameters).assemble(code));
  }

  /** The module. */
  public CompiledModule build() {
    resolve();
    return new CompiledModule(
        version,
        self,
        moduleHandles,
        structHandles,
        functionHandles,
        functionInstantiations,
        signatures,
        constants,
        identifiers,
        addresses,
        metadata,
        structs,
        structInstantiations,
        functions,
        fields,
        fieldInstantiations,
        friends,
        variantFields,
        variantFieldInstantiations,
        variants,
        variantInstantiations);
  }

  /**
   * A script with the tables made so far.
   *
   * @param declaration type parameters and parameters: {@code <T: store>(signer, u64)}
   * @param locals types of the locals beyond the parameters
   * @param code the instructions
   */
  public CompiledScript buildScript(String declaration, String locals, String code) {
    Tokens tokens = new Tokens(declaration);
    List<String> names = new ArrayList<>();
    List<AbilitySet> constraints =
        typeParameters(tokens, names).stream().map(StructTypeParameter::constraints).toList();
    tokens.expect("(");
    int parameters = signature(types(tokens, ")", names));
    tokens.expect(")");
    tokens.expectEnd();
    CodeUnit body = code(locals, code, names);
    return new CompiledScript(
        version,
        moduleHandles,
        structHandles,
        functionHandles,
        functionInstantiations,
        signatures,
        constants,
        identifiers,
        addresses,
        metadata,
        constraints,
        parameters,
        body);
  }

  private int structHandle(Tokens tokens, int module, List<String> typeParameters) {
    String name = tokens.qualifiedName();
    List<StructTypeParameter> parameters = typeParameters(tokens, typeParameters);
    AbilitySet abilities = tokens.takeIf("has") ? abilities(tokens, ",") : AbilitySet.EMPTY;
    structHandles.add(
        new StructHandle(
            moduleOf(name, module), identifier(simpleName(name)), abilities, parameters));
    structNames.put(name, structHandles.size() - 1);
    return structHandles.size() - 1;
  }

  private int functionHandle(Tokens tokens, int module, List<String> typeParameters) {
    String name = tokens.qualifiedName();
    List<AbilitySet> constraints =
        typeParameters(tokens, typeParameters).stream()
            .map(StructTypeParameter::constraints)
            .toList();
    tokens.expect("(");
    int parameters = signature(types(tokens, ")", typeParameters));
    tokens.expect(")");
    List<SignatureToken> returns = List.of();
    if (tokens.takeIf(":")) {
      if (tokens.takeIf("(")) {
        returns = types(tokens, ")", typeParameters);
        tokens.expect(")");
      } else {
        returns = List.of(type(tokens, typeParameters));
      }
    }
    functionHandles.add(
        new FunctionHandle(
            moduleOf(name, module),
            identifier(simpleName(name)),
            parameters,
            signature(returns),
            constraints,
            Optional.empty()));
    functionNames.put(name, functionHandles.size() - 1);
    return functionHandles.size() - 1;
  }

  private int moduleOf(String name, int own) {
    return name.startsWith("0x") ? module(moduleId(name)) : own;
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  private static List<StructTypeParameter> typeParameters(Tokens tokens, List<String> names) {
    List<StructTypeParameter> parameters = new ArrayList<>();
    if (tokens.takeIf("<")) {
      do {
        boolean phantom = tokens.takeIf("phantom");
        names.add(tokens.take());
        AbilitySet set = tokens.takeIf(":") ? abilities(tokens, "+") : AbilitySet.EMPTY;
        parameters.add(new StructTypeParameter(set, phantom));
      } while (tokens.takeIf(","));
      tokens.expect(">");
    }
    return parameters;
  }

  private List<FieldDefinition> fields(Tokens tokens, List<String> typeParameters) {
    List<FieldDefinition> declared = new ArrayList<>();
    tokens.expect("{");
    while (!tokens.takeIf("}")) {
      int name = identifier(tokens.take());
      tokens.expect(":");
      declared.add(new FieldDefinition(name, type(tokens, typeParameters)));
      tokens.takeIf(",");
    }
    return declared;
  }
}
