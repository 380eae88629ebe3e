/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/** Bits of a function definition's flags. */
final class FunctionFlags {
  static final int NATIVE = 0x2;
  static final int ENTRY = 0x4;

  private FunctionFlags() {}
}
