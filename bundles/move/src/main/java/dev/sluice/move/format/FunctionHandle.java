/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;
import java.util.Optional;

/**
 * A function that the unit names, its own or another module's.
 *
 * @param module index into the module handles
 * @param name index into the identifiers
 * @param parameters index of the signature with the parameter types
 * @param returns index of the signature with the return types
 * @param typeParameters constraints of its type parameters
 * @param accessSpecifiers what storage it may touch, if declared (version 7 and later)
 */
public record FunctionHandle(
    int module,
    int name,
    int parameters,
    int returns,
    List<AbilitySet> typeParameters,
    Optional<List<AccessSpecifier>> accessSpecifiers) {
  /** Copies the lists. */
  public FunctionHandle {
    typeParameters = List.copyOf(typeParameters);
    accessSpecifiers = accessSpecifiers.map(List::copyOf);
  }
}
