/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.Bytes;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The outer structure of a unit: version, tables and what follows them. Tables touch each other and
 * have no element count; their elements are read until their bytes are used up.
 */
final class UnitLayout {
  private static final byte[] MAGIC = {(byte) 0xA1, 0x1C, (byte) 0xEB, 0x0B};

  private record Table(TableKind kind, long offset, long length) {}

  private final byte[] bytes;
  private final int version;
  private final Map<TableKind, Cursor> tables = new EnumMap<>(TableKind.class);
  private final Cursor tail;

  private UnitLayout(byte[] bytes, boolean script) {
    this.bytes = bytes;
    Cursor cursor = new Cursor(bytes, 0, bytes.length);
    this.version = version(cursor);
    List<Table> headers = headers(cursor, script);
    int start = cursor.position();
    long end = start + check(headers);
    if (end > bytes.length) {
      throw cursor.malformed("tables end beyond the last byte");
    }
    for (Table table : headers) {
      int from = start + (int) table.offset();
      tables.put(table.kind(), new Cursor(bytes, from, from + (int) table.length()));
    }
    this.tail = new Cursor(bytes, (int) end, bytes.length);
  }

  static UnitLayout read(byte[] bytes, boolean script) {
    return new UnitLayout(bytes, script);
  }

  static byte[] magic() {
    return MAGIC.clone();
  }

  int version() {
    return version;
  }

  /** What follows the tables. */
  Cursor tail() {
    return tail;
  }

  /** The elements of a table, none if the unit does not have it. */
  <T> List<T> table(TableKind kind, Function<Cursor, T> element) {
    Cursor cursor = tables.get(kind);
    if (cursor == null) {
      return List.of();
    }
    List<T> elements = new ArrayList<>();
    while (!cursor.atEnd()) {
      elements.add(element.apply(cursor));
    }
    return elements;
  }

  private static int version(Cursor cursor) {
    if (cursor.remaining() < MAGIC.length || !cursor.bytes(MAGIC.length).equals(Bytes.of(MAGIC))) {
      throw MoveException.of(StatusCode.BAD_MAGIC, "these bytes are no Move module or script");
    }
    int word = (int) cursor.fixed(4, StatusCode.MALFORMED);
    int version = word & 0xff_ffff;
    int flavour = word >>> 24;
    int expected = version < 7 ? 0 : Limits.APTOS_FLAVOUR;
    if (version < Limits.VERSION_MIN || version > Limits.VERSION_MAX || flavour != expected) {
      throw MoveException.of(StatusCode.UNKNOWN_VERSION, unknownVersion(version, flavour));
    }
    return version;
  }

  private static String unknownVersion(int version, int flavour) {
    String found = "bytecode version " + version + " with flavour byte " + flavour;
    if (version > Limits.VERSION_MAX && flavour == Limits.APTOS_FLAVOUR) {
      return found
          + " is too new (5 to 7 are supported): compile with --bytecode-version 7"
          + " --language-version 2.1, or --bytecode-version 6 if no enums are used";
    } else if (flavour == 5) {
      return found
          + " is the Sui dialect: compile with an Aptos or Rooch compiler"
          + " and --bytecode-version 6 or 7";
    }
    return found
        + " is not supported: 5 and 6 (flavour 0) and 7 (Aptos flavour 10) are;"
        + " compile with --bytecode-version 6 or 7";
  }

  private List<Table> headers(Cursor cursor, boolean script) {
    int count = cursor.uleb(Limits.TABLES, "number of tables");
    List<Table> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int code = cursor.u8();
      long offset = cursor.uleb();
      long length = cursor.uleb();
      TableKind kind = TableKind.byCode(code);
      if (kind == null) {
        throw cursor.failure(StatusCode.UNKNOWN_TABLE_TYPE, "table of kind " + code);
      }
      if (version < kind.sinceVersion() || (script && !kind.isInScripts())) {
        throw cursor.malformed(
            "table " + kind + " in a " + (script ? "script" : "module") + " of version " + version);
      }
      headers.add(new Table(kind, offset, length));
    }
    return headers;
  }

  /** Sorts the tables by offset and returns their total length. */
  private long check(List<Table> headers) {
    headers.sort(Comparator.comparingLong(Table::offset));
    Map<TableKind, Table> seen = new EnumMap<>(TableKind.class);
    long end = 0;
    for (Table table : headers) {
      if (table.offset() != end || table.length() == 0) {
        throw MoveException.of(
            StatusCode.BAD_HEADER_TABLE,
            "table " + table.kind() + " is empty or does not follow the one before it");
      }
      if (seen.put(table.kind(), table) != null) {
        throw MoveException.of(StatusCode.DUPLICATE_TABLE, "two tables " + table.kind());
      }
      end += table.length();
      if (end > bytes.length) {
        throw MoveException.of(
            StatusCode.BAD_HEADER_TABLE, "table " + table.kind() + " ends beyond the last byte");
      }
    }
    return end;
  }
}
