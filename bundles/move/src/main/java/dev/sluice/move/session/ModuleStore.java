/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import java.util.Optional;

/** Where compiled modules are. */
@FunctionalInterface
public interface ModuleStore {
  /**
   * The module with this name, as bytecode. A store gives the same answer whenever it is asked; new
   * code is a new store. May be called from several threads at once.
   */
  Optional<Bytes> module(ModuleId id);
}
