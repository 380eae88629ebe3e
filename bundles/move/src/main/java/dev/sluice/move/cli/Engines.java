/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.session.EngineKind;
import java.util.Arrays;
import java.util.Locale;

/** The engines by name. */
final class Engines {
  private Engines() {}

  /** The engine that {@code --engine} names. */
  static EngineKind of(Arguments arguments) {
    String name = arguments.value("engine").orElse(name(EngineKind.INTERPRETER));
    return Arrays.stream(EngineKind.values())
        .filter(kind -> name(kind).equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("no engine " + name));
  }

  private static String name(EngineKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
