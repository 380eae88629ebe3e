/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import org.jspecify.annotations.Nullable;

/** The tables of a compiled unit, in the order in which they are written. */
enum TableKind {
  MODULE_HANDLES(0x1, Use.BOTH),
  STRUCT_HANDLES(0x2, Use.BOTH),
  FUNCTION_HANDLES(0x3, Use.BOTH),
  FUNCTION_INSTANTIATIONS(0x4, Use.BOTH),
  SIGNATURES(0x5, Use.BOTH),
  CONSTANTS(0x6, Use.BOTH),
  IDENTIFIERS(0x7, Use.BOTH),
  ADDRESSES(0x8, Use.BOTH),
  METADATA(0x10, Use.BOTH),
  STRUCTS(0xA, Use.MODULE),
  STRUCT_INSTANTIATIONS(0xB, Use.MODULE),
  FUNCTIONS(0xC, Use.MODULE),
  FIELDS(0xD, Use.MODULE),
  FIELD_INSTANTIATIONS(0xE, Use.MODULE),
  FRIENDS(0xF, Use.MODULE),
  VARIANT_FIELDS(0x11, Use.MODULE_SINCE_7),
  VARIANT_FIELD_INSTANTIATIONS(0x12, Use.MODULE_SINCE_7),
  VARIANTS(0x13, Use.MODULE_SINCE_7),
  VARIANT_INSTANTIATIONS(0x14, Use.MODULE_SINCE_7);

  private enum Use {
    BOTH,
    MODULE,
    MODULE_SINCE_7
  }

  private final int code;
  private final Use use;

  TableKind(int code, Use use) {
    this.code = code;
    this.use = use;
  }

  static @Nullable TableKind byCode(int code) {
    for (TableKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }

  int code() {
    return code;
  }

  boolean isInScripts() {
    return use == Use.BOTH;
  }

  int sinceVersion() {
    return use == Use.MODULE_SINCE_7 ? 7 : Limits.VERSION_MIN;
  }
}
