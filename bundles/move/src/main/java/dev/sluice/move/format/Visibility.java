/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.Optional;

/** Who may call a function. */
public enum Visibility {
  /** Only the module itself. */
  PRIVATE(0),
  /** Everybody. */
  PUBLIC(1),
  /** The module itself and the modules it declares as friends. */
  FRIEND(3);

  private final int code;

  Visibility(int code) {
    this.code = code;
  }

  /** The byte in the file. */
  public int code() {
    return code;
  }

  /** The visibility with this byte, if there is one. */
  public static Optional<Visibility> byCode(int code) {
    return switch (code) {
      case 0 -> Optional.of(PRIVATE);
      case 1 -> Optional.of(PUBLIC);
      case 3 -> Optional.of(FRIEND);
      default -> Optional.empty();
    };
  }
}
