/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.build;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Metadata;
import dev.sluice.move.format.ModuleHandle;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.SignatureToken.Primitive;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of a unit being made. Open to everybody, so that a test can put a defect into them
 * between {@link ModuleBuilder#resolve} and {@link ModuleBuilder#build}.
 */
public class UnitTables {
  public final List<ModuleHandle> moduleHandles = new ArrayList<>();
  public final List<StructHandle> structHandles = new ArrayList<>();
  public final List<FunctionHandle> functionHandles = new ArrayList<>();
  public final List<Instantiation> functionInstantiations = new ArrayList<>();
  public final List<Signature> signatures = new ArrayList<>();
  public final List<Constant> constants = new ArrayList<>();
  public final List<String> identifiers = new ArrayList<>();
  public final List<AccountAddress> addresses = new ArrayList<>();
  public final List<Metadata> metadata = new ArrayList<>();
  public final List<StructDefinition> structs = new ArrayList<>();
  public final List<Instantiation> structInstantiations = new ArrayList<>();
  public final List<FunctionDefinition> functions = new ArrayList<>();
  public final List<FieldHandle> fields = new ArrayList<>();
  public final List<Instantiation> fieldInstantiations = new ArrayList<>();
  public final List<ModuleHandle> friends = new ArrayList<>();
  public final List<VariantFieldHandle> variantFields = new ArrayList<>();
  public final List<Instantiation> variantFieldInstantiations = new ArrayList<>();
  public final List<VariantHandle> variants = new ArrayList<>();
  public final List<Instantiation> variantInstantiations = new ArrayList<>();

  final Map<String, Integer> structNames = new HashMap<>();
  final Map<String, Integer> functionNames = new HashMap<>();

  /** The index of {@code element} in {@code table}, added if it is not there yet. */
  static <T> int intern(List<T> table, T element) {
    int index = table.indexOf(element);
    if (index < 0) {
      table.add(element);
      return table.size() - 1;
    }
    return index;
  }

  /** The index of an identifier. */
  public int identifier(String name) {
    return intern(identifiers, name);
  }

  /** The index of a signature. */
  public int signature(List<SignatureToken> tokens) {
    return intern(signatures, new Signature(tokens));
  }

  /** The index of a module handle. */
  public int module(ModuleId id) {
    return intern(moduleHandles, handle(id));
  }

  ModuleHandle handle(ModuleId id) {
    return new ModuleHandle(intern(addresses, id.address()), identifier(id.name()));
  }

  static ModuleId moduleId(String text) {
    String[] parts = text.split("::");
    return new ModuleId(AccountAddress.parse(parts[0]), parts[1]);
  }

  /** The struct handle with this name, as it was declared or imported. */
  public int structHandle(String name) {
    Integer handle = structNames.get(name);
    if (handle == null) {
      throw new IllegalArgumentException("no struct " + name);
    }
    return handle;
  }

  /** The function handle with this name, as it was declared or imported. */
  public int functionHandle(String name) {
    Integer handle = functionNames.get(name);
    if (handle == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return handle;
  }

  /** The struct definition with this name. */
  public int structDefinition(String name) {
    int handle = structHandle(name);
    for (int i = 0; i < structs.size(); i++) {
      if (structs.get(i).handle() == handle) {
        return i;
      }
    }
    throw new IllegalArgumentException("struct " + name + " is not declared here");
  }

  /** Reads abilities separated by {@code separator}. */
  static AbilitySet abilities(Tokens tokens, String separator) {
    AbilitySet set = AbilitySet.EMPTY;
    do {
      set = set.or(AbilitySet.of(Ability.valueOf(tokens.take().toUpperCase(Locale.ROOT))));
    } while (tokens.takeIf(separator));
    return set;
  }

  /** Reads a type in which the type parameters {@code typeParameters} may appear. */
  public SignatureToken type(String text, List<String> typeParameters) {
    Tokens tokens = new Tokens(text);
    SignatureToken type = type(tokens, typeParameters);
    tokens.expectEnd();
    return type;
  }

  SignatureToken type(Tokens tokens, List<String> typeParameters) {
    if (tokens.takeIf("&")) {
      return tokens.takeIf("mut")
          ? new SignatureToken.MutableReference(type(tokens, typeParameters))
          : new SignatureToken.Reference(type(tokens, typeParameters));
    }
    String name = tokens.qualifiedName();
    if (name.equals("vector")) {
      tokens.expect("<");
      SignatureToken element = type(tokens, typeParameters);
      tokens.expect(">");
      return new SignatureToken.Vector(element);
    }
    for (Primitive primitive : Primitive.values()) {
      if (primitive.name().toLowerCase(Locale.ROOT).equals(name)) {
        return primitive;
      }
    }
    int parameter = typeParameters.indexOf(name);
    if (parameter >= 0) {
      return new SignatureToken.TypeParameter(parameter);
    }
    List<SignatureToken> arguments = typeArguments(tokens, typeParameters);
    int handle = structHandle(name);
    return arguments.isEmpty()
        ? new SignatureToken.Struct(handle)
        : new SignatureToken.StructInstantiation(handle, arguments);
  }

  List<SignatureToken> typeArguments(Tokens tokens, List<String> typeParameters) {
    List<SignatureToken> arguments = new ArrayList<>();
    if (tokens.takeIf("<")) {
      do {
        arguments.add(type(tokens, typeParameters));
      } while (tokens.takeIf(","));
      tokens.expect(">");
    }
    return arguments;
  }

  /** Reads types separated by commas up to {@code end}, names before a colon skipped. */
  List<SignatureToken> types(Tokens tokens, String end, List<String> typeParameters) {
    List<SignatureToken> types = new ArrayList<>();
    while (!tokens.peek().equals(end)) {
      tokens.skipName();
      types.add(type(tokens, typeParameters));
      if (!tokens.takeIf(",")) {
        break;
      }
    }
    return types;
  }
}
