/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.Bytes;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A position in the bytes of a unit, and reading of numbers there. */
final class Cursor {
  private final byte[] bytes;
  private final int end;
  private int position;

  Cursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  boolean atEnd() {
    return position == end;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  MoveException malformed(String what) {
    return failure(StatusCode.MALFORMED, what);
  }

  MoveException failure(StatusCode status, String what) {
    return MoveException.of(status, what + ", at byte " + position);
  }

  /** The index of the first of {@code count} bytes, which are consumed. */
  private int take(int count, StatusCode ifAbsent) {
    if (count > remaining()) {
      throw failure(ifAbsent, "unexpected end");
    }
    position += count;
    return position - count;
  }

  int u8() {
    return bytes[take(1, StatusCode.MALFORMED)] & 0xff;
  }

  /** A number of {@code width} bytes, at most 8, lowest first. */
  long fixed(int width, StatusCode ifAbsent) {
    int at = take(width, ifAbsent);
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** Requires {@code count} bytes to be there. */
  void require(int count, StatusCode ifAbsent) {
    if (count > remaining()) {
      throw failure(ifAbsent, "unexpected end");
    }
  }

  /** A number in the shortest ULEB form, at most {@code max}. */
  int uleb(int max, String what) {
    long value = uleb();
    if (value > max) {
      throw malformed(what + " " + value + " is above " + max);
    }
    return (int) value;
  }

  /** A number in the shortest ULEB form, at most 2^32 - 1. */
  long uleb() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int digit = u8();
      value |= (digit & 0x7fL) << shift;
      if (digit < 0x80) {
        if (digit == 0 && shift > 0) {
          throw malformed("number not in its shortest form");
        }
        if (value >>> 32 != 0) {
          break;
        }
        return value;
      }
    }
    throw malformed("number of more than 32 bits");
  }

  int index() {
    return uleb(Limits.TABLE_INDEX, "index");
  }

  Bytes bytes(int count) {
    int at = take(count, StatusCode.MALFORMED);
    return Bytes.copyOfRange(bytes, at, at + count);
  }

  /** 1 for false or absent, 2 for true or present. */
  boolean flag() {
    int flag = u8();
    if (flag != 1 && flag != 2) {
      throw malformed("flag " + flag);
    }
    return flag == 2;
  }

  /** A count of at most {@code max}, then so many items. */
  <T> List<T> list(int max, String what, Function<Cursor, T> item) {
    int count = uleb(max, "number of " + what);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(item.apply(this));
    }
    return list;
  }
}
