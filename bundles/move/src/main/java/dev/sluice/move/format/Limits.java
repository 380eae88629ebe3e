/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/** Sizes the binary format cannot exceed. A unit beyond any of them is malformed. */
public final class Limits {
  /** Oldest bytecode version that is read. */
  public static final int VERSION_MIN = 5;

  /** Newest bytecode version that is read. */
  public static final int VERSION_MAX = 7;

  /** Flavour byte of the version word from version 7 on; 0 before. */
  static final int APTOS_FLAVOUR = 0x0A;

  /** Highest index into any table. */
  public static final int TABLE_INDEX = 65_535;

  /** Most instructions of a function, and highest branch target. */
  public static final int CODE_LENGTH = 65_535;

  /** Highest index of a local. */
  public static final int LOCAL_INDEX = 255;

  /** Most entries of an acquires list. */
  public static final int ACQUIRES = 255;

  /** Most type parameters or type arguments. */
  public static final int TYPE_PARAMETERS = 255;

  /** Highest index of a type parameter. */
  public static final int TYPE_PARAMETER_INDEX = 65_535;

  /** Most tokens of a signature. */
  public static final int SIGNATURE_TOKENS = 255;

  /** Deepest nesting of a signature token. */
  public static final int SIGNATURE_TOKEN_DEPTH = 256;

  /** Most bytes of a constant. */
  public static final int CONSTANT_BYTES = 65_535;

  /** Most bytes of an identifier. */
  public static final int IDENTIFIER_BYTES = 255;

  /** Most bytes of an identifier in units written before the limit was lowered to 255. */
  public static final int LEGACY_IDENTIFIER_BYTES = 65_535;

  /** Most fields of a struct or variant. */
  public static final int FIELDS = 255;

  /** Most variants of an enum; also the highest variant number. */
  public static final int VARIANTS = 127;

  /** Most bytes of a metadata key. */
  public static final int METADATA_KEY_BYTES = 1_023;

  /** Most bytes of a metadata value. */
  public static final int METADATA_VALUE_BYTES = 65_535;

  /** Most access specifiers of a function. */
  public static final int ACCESS_SPECIFIERS = 64;

  /** Most tables of a unit. */
  public static final int TABLES = 255;

  private Limits() {}
}
