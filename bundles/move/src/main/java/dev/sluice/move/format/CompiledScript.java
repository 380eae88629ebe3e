/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.AccountAddress;
import java.util.List;

/**
 * A compiled script: one function that belongs to no module and declares nothing.
 *
 * @param version bytecode version, without the flavour byte
 * @param moduleHandles modules the script names
 * @param structHandles structs the script names
 * @param functionHandles functions the script names
 * @param functionInstantiations instantiations of function handles
 * @param signatures signatures
 * @param constants constants
 * @param identifiers names
 * @param addresses addresses
 * @param metadata entries of compilers
 * @param typeParameters constraints of its type parameters
 * @param parameters index of the signature with the parameter types
 * @param code its code
 */
public record CompiledScript(
    int version,
    List<ModuleHandle> moduleHandles,
    List<StructHandle> structHandles,
    List<FunctionHandle> functionHandles,
    List<Instantiation> functionInstantiations,
    List<Signature> signatures,
    List<Constant> constants,
    List<String> identifiers,
    List<AccountAddress> addresses,
    List<Metadata> metadata,
    List<AbilitySet> typeParameters,
    int parameters,
    CodeUnit code)
    implements CompiledUnit {
  /** Copies the lists. */
  public CompiledScript {
    moduleHandles = List.copyOf(moduleHandles);
    structHandles = List.copyOf(structHandles);
    functionHandles = List.copyOf(functionHandles);
    functionInstantiations = List.copyOf(functionInstantiations);
    signatures = List.copyOf(signatures);
    constants = List.copyOf(constants);
    identifiers = List.copyOf(identifiers);
    addresses = List.copyOf(addresses);
    metadata = List.copyOf(metadata);
    typeParameters = List.copyOf(typeParameters);
  }
}
