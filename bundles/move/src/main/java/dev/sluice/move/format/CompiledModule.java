/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import java.util.List;

/**
 * A compiled module.
 *
 * @param version bytecode version, without the flavour byte
 * @param self index of the module's own handle
 * @param moduleHandles modules the module names
 * @param structHandles structs the module names
 * @param functionHandles functions the module names
 * @param functionInstantiations instantiations of function handles
 * @param signatures signatures
 * @param constants constants
 * @param identifiers names
 * @param addresses addresses
 * @param metadata entries of compilers
 * @param structs structs and enums the module declares
 * @param structInstantiations instantiations of {@code structs}
 * @param functions functions the module declares
 * @param fields fields that instructions name
 * @param fieldInstantiations instantiations of {@code fields}
 * @param friends modules that may call the functions with friend visibility
 * @param variantFields fields of variants that instructions name
 * @param variantFieldInstantiations instantiations of {@code variantFields}
 * @param variants variants that instructions name
 * @param variantInstantiations instantiations of {@code variants}
 */
public record CompiledModule(
    int version,
    int self,
    List<ModuleHandle> moduleHandles,
    List<StructHandle> structHandles,
    List<FunctionHandle> functionHandles,
    List<Instantiation> functionInstantiations,
    List<Signature> signatures,
    List<Constant> constants,
    List<String> identifiers,
    List<AccountAddress> addresses,
    List<Metadata> metadata,
    List<StructDefinition> structs,
    List<Instantiation> structInstantiations,
    List<FunctionDefinition> functions,
    List<FieldHandle> fields,
    List<Instantiation> fieldInstantiations,
    List<ModuleHandle> friends,
    List<VariantFieldHandle> variantFields,
    List<Instantiation> variantFieldInstantiations,
    List<VariantHandle> variants,
    List<Instantiation> variantInstantiations)
    implements CompiledUnit {
  /** Copies the lists. */
  public CompiledModule {
    moduleHandles = List.copyOf(moduleHandles);
    structHandles = List.copyOf(structHandles);
    functionHandles = List.copyOf(functionHandles);
    functionInstantiations = List.copyOf(functionInstantiations);
    signatures = List.copyOf(signatures);
    constants = List.copyOf(constants);
    identifiers = List.copyOf(identifiers);
    addresses = List.copyOf(addresses);
    metadata = List.copyOf(metadata);
    structs = List.copyOf(structs);
    structInstantiations = List.copyOf(structInstantiations);
    functions = List.copyOf(functions);
    fields = List.copyOf(fields);
    fieldInstantiations = List.copyOf(fieldInstantiations);
    friends = List.copyOf(friends);
    variantFields = List.copyOf(variantFields);
    variantFieldInstantiations = List.copyOf(variantFieldInstantiations);
    variants = List.copyOf(variants);
    variantInstantiations = List.copyOf(variantInstantiations);
  }

  /**
   * The module's own name.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  public ModuleId id() {
    return moduleId(moduleHandles.get(self));
  }

  /**
   * The name of a struct of this module.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  public String name(StructDefinition struct) {
    return identifiers.get(structHandles.get(struct.handle()).name());
  }

  /**
   * The name of a function of this module.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  public String name(FunctionDefinition function) {
    return identifiers.get(functionHandles.get(function.handle()).name());
  }
}
