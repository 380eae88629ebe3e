/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.engine.Engine;
import dev.sluice.move.engine.Interpreter;
import java.util.Map;
import java.util.function.Supplier;

/** The engines by name. */
final class Engines {
  private static final String DEFAULT = "interpreter";
  private static final Map<String, Supplier<Engine>> BY_NAME = Map.of(DEFAULT, Interpreter::new);

  private Engines() {}

  /** The engine that {@code --engine} names. */
  static Supplier<Engine> of(Arguments arguments) {
    String name = arguments.value("engine").orElse(DEFAULT);
    Supplier<Engine> engine = BY_NAME.get(name);
    if (engine == null) {
      throw new UsageException("no engine " + name + ", there is " + BY_NAME.keySet());
    }
    return engine;
  }
}
