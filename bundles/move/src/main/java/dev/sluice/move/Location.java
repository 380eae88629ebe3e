/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move;

import java.util.Optional;

/**
 * Where in Move code an error arose.
 *
 * @param module the module, empty for a script
 * @param function index of the function definition (0 for a script), or {@link #UNKNOWN}
 * @param offset index of the instruction in the function's code, or {@link #UNKNOWN}
 */
public record Location(Optional<ModuleId> module, int function, int offset) {
  /** Stands for a function or code offset that does not apply. */
  public static final int UNKNOWN = -1;

  /** Somewhere in a module. */
  public static Location in(ModuleId module) {
    return new Location(Optional.of(module), UNKNOWN, UNKNOWN);
  }

  /** At an instruction of a module's function. */
  public static Location in(ModuleId module, int function, int offset) {
    return new Location(Optional.of(module), function, offset);
  }

  /** At an instruction of a script. */
  public static Location inScript(int offset) {
    return new Location(Optional.empty(), 0, offset);
  }

  /** {@code 0x42::m, function 3, offset 17}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(module.map(ModuleId::toString).orElse("script"));
    if (function != UNKNOWN) {
      text.append(", function ").append(function);
    }
    if (offset != UNKNOWN) {
      text.append(", offset ").append(offset);
    }
    return text.toString();
  }
}
