/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.StatusCode;

/** Reads the bodies of functions. */
final class CodeReader {
  private final int version;

  CodeReader(int version) {
    this.version = version;
  }

  CodeUnit codeUnit(Cursor cursor) {
    int locals = cursor.index();
    int count = cursor.uleb(Limits.CODE_LENGTH, "number of instructions");
    Code.Builder code = new Code.Builder();
    for (int i = 0; i < count; i++) {
      instruction(cursor, code);
    }
    return new CodeUnit(locals, code.build());
  }

  private void instruction(Cursor cursor, Code.Builder code) {
    int read = cursor.u8();
    if (read == 0 || read > Opcode.LAST_KNOWN) {
      throw cursor.failure(StatusCode.UNKNOWN_OPCODE, "opcode " + read);
    }
    if (Opcode.sinceVersion(read) > version) {
      throw cursor.malformed("opcode " + read + " in bytecode version " + version);
    }
    Opcode opcode = Opcode.known(read);
    switch (opcode.operand()) {
      case NONE -> code.add(opcode);
      case BRANCH_TARGET -> code.add(opcode, cursor.uleb(Limits.CODE_LENGTH, "branch target"));
      case LOCAL -> code.add(opcode, cursor.uleb(Limits.LOCAL_INDEX, "local"));
      case U8 -> code.load(opcode, cursor.u8());
      case U16 -> code.load(opcode, cursor.fixed(2, StatusCode.BAD_U16));
      case U32 -> code.load(opcode, cursor.fixed(4, StatusCode.BAD_U32));
      case U64 -> code.load(opcode, u64(cursor, StatusCode.BAD_U64));
      case U128 -> {
        cursor.require(U128.BYTES, StatusCode.BAD_U128);
        long low = u64(cursor, StatusCode.BAD_U128);
        code.load(U128.of(u64(cursor, StatusCode.BAD_U128), low));
      }
      case U256 -> code.load(u256(cursor));
      case SIGNATURE_AND_COUNT ->
          code.vector(opcode, cursor.index(), u64(cursor, StatusCode.BAD_U64));
      default -> code.add(opcode, cursor.index());
    }
  }

  private static long u64(Cursor cursor, StatusCode ifAbsent) {
    return cursor.fixed(Long.BYTES, ifAbsent);
  }

  private static U256 u256(Cursor cursor) {
    long[] words = new long[4];
    for (int i = 0; i < words.length; i++) {
      words[i] = u64(cursor, StatusCode.BAD_U256);
    }
    return U256.of(words[3], words[2], words[1], words[0]);
  }
}
