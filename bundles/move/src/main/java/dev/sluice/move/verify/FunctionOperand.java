/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.FunctionHandle;

/**
 * What a call works on.
 *
 * @param index index of the function handle
 * @param handle the function handle
 * @param typeArguments index of the signature with the type arguments, or {@link
 *     StructOperand#NONE}
 */
record FunctionOperand(int index, FunctionHandle handle, int typeArguments) {
  boolean isGeneric() {
    return typeArguments != StructOperand.NONE;
  }
}
