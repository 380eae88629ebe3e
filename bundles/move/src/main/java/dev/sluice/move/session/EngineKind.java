/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.move.engine.Engine;
import dev.sluice.move.engine.Interpreter;

/** The ways to execute code. All give the same results. */
public enum EngineKind {
  /** Instruction by instruction. */
  INTERPRETER;

  Engine create() {
    return switch (this) {
      case INTERPRETER -> new Interpreter();
    };
  }
}
