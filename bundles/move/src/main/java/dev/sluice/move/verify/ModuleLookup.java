/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.ModuleId;
import java.util.Optional;

/** Finds the modules that a unit imports. */
@FunctionalInterface
public interface ModuleLookup {
  /** The module with this name, empty if there is none. */
  Optional<VerifiedModule> find(ModuleId id);
}
