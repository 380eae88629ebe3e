/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/** What the operand of an instruction is, and how it is written. */
public enum OperandKind {
  /** No operand. */
  NONE,
  /** A branch target: index of an instruction, as ULEB. */
  BRANCH_TARGET,
  /** A local, as ULEB. */
  LOCAL,
  /** An immediate of 1 byte. */
  U8,
  /** An immediate of 2 bytes. */
  U16,
  /** An immediate of 4 bytes. */
  U32,
  /** An immediate of 8 bytes. */
  U64,
  /** An immediate of 16 bytes. */
  U128,
  /** An immediate of 32 bytes. */
  U256,
  /** An index into the constants, as ULEB; likewise the following, each into its own table. */
  CONSTANT,
  /** Function handles. */
  FUNCTION,
  /** Function instantiations. */
  FUNCTION_INSTANTIATION,
  /** Struct definitions. */
  STRUCT,
  /** Struct definition instantiations. */
  STRUCT_INSTANTIATION,
  /** Field handles. */
  FIELD,
  /** Field instantiations. */
  FIELD_INSTANTIATION,
  /** Variant field handles. */
  VARIANT_FIELD,
  /** Variant field instantiations. */
  VARIANT_FIELD_INSTANTIATION,
  /** Struct variant handles. */
  VARIANT,
  /** Struct variant instantiations. */
  VARIANT_INSTANTIATION,
  /** Signatures; the signature holds the element type of a vector. */
  SIGNATURE,
  /** A signature index as ULEB, then a number of elements in 8 bytes. */
  SIGNATURE_AND_COUNT
}
