/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/**
 * A struct or enum that the unit names, its own or another module's.
 *
 * @param module index into the module handles
 * @param name index into the identifiers
 * @param abilities declared abilities
 * @param typeParameters its type parameters
 */
public record StructHandle(
    int module, int name, AbilitySet abilities, List<StructTypeParameter> typeParameters) {
  /** Copies the list. */
  public StructHandle {
    typeParameters = List.copyOf(typeParameters);
  }
}
