/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;
import java.util.Optional;

/**
 * A function that the module declares.
 *
 * @param handle index into the function handles
 * @param visibility who may call it
 * @param entry whether a transaction may call it
 * @param acquires struct definitions that it, or a function of the module it calls, borrows or
 *     moves from global storage
 * @param code its code, empty for a native function
 */
public record FunctionDefinition(
    int handle,
    Visibility visibility,
    boolean entry,
    List<Integer> acquires,
    Optional<CodeUnit> code) {
  /** Copies the list. */
  public FunctionDefinition {
    acquires = List.copyOf(acquires);
  }

  /** Whether the host supplies the code. */
  public boolean isNative() {
    return code.isEmpty();
  }
}
