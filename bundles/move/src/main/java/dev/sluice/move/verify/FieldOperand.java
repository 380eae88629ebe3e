/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.List;

/**
 * What an instruction that borrows a field works on.
 *
 * @param struct index of the struct definition
 * @param field offset of the field in the struct or variant
 * @param variants the variants that may hold it, empty for a field of a struct
 * @param ofVariant whether it is a field of a variant
 * @param typeArguments index of the signature with the type arguments, or {@link
 *     StructOperand#NONE}
 */
record FieldOperand(
    int struct, int field, List<Integer> variants, boolean ofVariant, int typeArguments) {
  boolean isGeneric() {
    return typeArguments != StructOperand.NONE;
  }
}
