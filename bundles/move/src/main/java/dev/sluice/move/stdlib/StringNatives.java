/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.value.ByteVector;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@code 0x1::string}, on the bytes of a string. */
final class StringNatives {
  private static final String STRING = "string";

  /** Abort code for a range that is not one. */
  private static final long BAD_RANGE = 1;

  private StringNatives() {}

  static void addTo(Natives natives) {
    natives
        .add(STRING, "internal_check_utf8", StringNatives::checkUtf8)
        .add(STRING, "internal_is_char_boundary", StringNatives::isCharBoundary)
        .add(STRING, "internal_sub_string", StringNatives::subString)
        .add(STRING, "internal_index_of", StringNatives::indexOf);
  }

  private static ByteVector bytes(NativeContext context, int index) {
    return (ByteVector) context.argument(index);
  }

  static boolean isUtf8(ByteVector bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.elements, 0, bytes.size));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void checkUtf8(NativeContext context) {
    ByteVector bytes = bytes(context, 0);
    context.charge(GasCost.NATIVE_BYTE, bytes.size);
    context.returnLong(isUtf8(bytes) ? 1 : 0);
  }

  private static void isCharBoundary(NativeContext context) {
    ByteVector bytes = bytes(context, 0);
    long index = context.longArgument(1);
    boolean boundary;
    if (index == 0 || index == bytes.size) {
      boundary = true;
    } else {
      boolean inside = index > 0 && index < bytes.size;
      // Bytes 0x80 to 0xBF continue a character.
      boundary = inside && bytes.elements[(int) index] >= (byte) 0xC0;
    }
    context.returnLong(boundary ? 1 : 0);
  }

  private static void subString(NativeContext context) {
    ByteVector bytes = bytes(context, 0);
    long from = context.longArgument(1);
    long to = context.longArgument(2);
    if (from < 0 || to < from || to > bytes.size) {
      throw NativeContext.abort(BAD_RANGE);
    }
    context.charge(GasCost.NATIVE_BYTE, to - from);
    context.returnBytes(Arrays.copyOfRange(bytes.elements, (int) from, (int) to));
  }

  private static void indexOf(NativeContext context) {
    ByteVector text = bytes(context, 0);
    ByteVector pattern = bytes(context, 1);
    context.charge(GasCost.NATIVE_BYTE, 3L * pattern.size + 2L * text.size);
    context.returnLong(indexOf(text, pattern));
  }

  /** Knuth, Morris and Pratt: linear, whatever the pattern. */
  private static int indexOf(ByteVector text, ByteVector pattern) {
    if (pattern.size == 0) {
      return 0;
    }
    byte[] p = pattern.elements;
    int[] border = new int[pattern.size];
    int matched = 0;
    for (int i = 1; i < pattern.size; i++) {
      while (matched > 0 && p[i] != p[matched]) {
        matched = border[matched - 1];
      }
      matched += p[i] == p[matched] ? 1 : 0;
      border[i] = matched;
    }
    matched = 0;
    for (int i = 0; i < text.size; i++) {
      while (matched > 0 && text.elements[i] != p[matched]) {
        matched = border[matched - 1];
      }
      matched += text.elements[i] == p[matched] ? 1 : 0;
      if (matched == pattern.size) {
        return i + 1 - matched;
      }
    }
    return text.size;
  }
}
