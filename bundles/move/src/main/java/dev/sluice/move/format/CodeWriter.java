/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.BcsWriter;

/** Writes the bodies of functions. */
final class CodeWriter {
  private CodeWriter() {}

  static void write(BcsWriter w, CodeUnit unit) {
    Code code = unit.code();
    w.length(unit.locals()).length(code.length());
    for (int i = 0; i < code.length(); i++) {
      Opcode opcode = code.opcode(i);
      w.u8(opcode.code());
      switch (opcode.operand()) {
        case NONE -> {}
        case U8 -> w.u8((int) code.u64(i));
        case U16 -> w.u16((int) code.u64(i));
        case U32 -> w.u32(code.u64(i));
        case U64 -> w.u64(code.u64(i));
        case U128 -> w.u128(code.u128(i));
        case U256 -> w.u256(code.u256(i));
        case SIGNATURE_AND_COUNT -> w.length(code.index(i)).u64(code.u64(i));
        default -> w.length(code.index(i));
      }
    }
  }
}
