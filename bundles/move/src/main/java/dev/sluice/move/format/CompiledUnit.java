/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import java.util.List;

/** A compiled module or script: the tables both have. Immutable. */
public sealed interface CompiledUnit permits CompiledModule, CompiledScript {
  /** Bytecode version, without the flavour byte. */
  int version();

  /** Modules the unit names. */
  List<ModuleHandle> moduleHandles();

  /** Structs the unit names. */
  List<StructHandle> structHandles();

  /** Functions the unit names. */
  List<FunctionHandle> functionHandles();

  /** Instantiations of function handles. */
  List<Instantiation> functionInstantiations();

  /** Signatures. */
  List<Signature> signatures();

  /** Constants. */
  List<Constant> constants();

  /** Names. */
  List<String> identifiers();

  /** Addresses. */
  List<AccountAddress> addresses();

  /** Entries of compilers. */
  List<Metadata> metadata();

  /**
   * The name of a module handle.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  default ModuleId moduleId(ModuleHandle handle) {
    return new ModuleId(addresses().get(handle.address()), identifiers().get(handle.name()));
  }

  /**
   * The module a struct belongs to.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  default ModuleId moduleOf(StructHandle handle) {
    return moduleId(moduleHandles().get(handle.module()));
  }

  /**
   * The module a function belongs to.
   *
   * @throws IndexOutOfBoundsException if an index on the way is out of range
   */
  default ModuleId moduleOf(FunctionHandle handle) {
    return moduleId(moduleHandles().get(handle.module()));
  }
}
