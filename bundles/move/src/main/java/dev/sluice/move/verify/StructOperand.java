/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

/**
 * What an instruction on structs works on.
 *
 * @param struct index of the struct definition
 * @param variant number of the variant, or {@link #NONE}
 * @param typeArguments index of the signature with the type arguments, or {@link #NONE}
 */
record StructOperand(int struct, int variant, int typeArguments) {
  /** Stands for a variant or type arguments that the instruction does not name. */
  static final int NONE = -1;

  boolean isGeneric() {
    return typeArguments != NONE;
  }
}
