/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.Hex;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments on the command line: numbers, {@code true}, addresses as {@code 0x1} or {@code @0x1},
 * vectors as {@code [1, 2]}, vectors of u8 also as {@code 0x0102}, strings as they are, options and
 * objects as their vector and address. {@code bcs:0102} gives the bytes of a value of any type.
 */
final class ValueText {
  private static final String RAW = "bcs:";

  private ValueText() {}

  /** The BCS of a value. */
  static Bytes parse(TypeTag type, String text) {
    if (text.startsWith(RAW)) {
      return Bytes.fromHex(text.substring(RAW.length()));
    }
    BcsWriter out = new BcsWriter();
    try {
      write(out, type, text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UsageException("not a " + type + ": " + text + " (" + e.getMessage() + ")");
    }
    return out.toBytes();
  }

  private static void write(BcsWriter out, TypeTag type, String text) {
    if (type instanceof TypeTag.Vector vector) {
      if (vector.element() == TypeTag.Primitive.U8 && text.startsWith("0x")) {
        out.bytes(Hex.decode(text));
        return;
      }
      writeElements(out, vector.element(), text);
    } else if (type instanceof StructTag struct) {
      writeStruct(out, struct, text);
    } else {
      writePrimitive(out, (TypeTag.Primitive) type, text);
    }
  }

  private static void writeElements(BcsWriter out, TypeTag element, String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("a vector is written [a, b]");
    }
    List<String> parts = split(text.substring(1, text.length() - 1));
    out.length(parts.size());
    parts.forEach(part -> write(out, element, part.strip()));
  }

  /** Splits at commas that are not inside brackets. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : 0;
      depth -= c == ']' ? 1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (!text.isBlank()) {
      parts.add(text.substring(start));
    }
    return parts;
  }

  private static void writeStruct(BcsWriter out, StructTag type, String text) {
    switch (type.module() + "::" + type.name()) {
      case "string::String" -> out.string(text);
      case "option::Option" -> writeElements(out, type.typeArguments().get(0), text);
      case "object::Object" -> out.address(address(text));
      default -> throw new IllegalArgumentException("give it as " + RAW + "hex");
    }
  }

  private static AccountAddress address(String text) {
    return AccountAddress.parse(text.startsWith("@") ? text.substring(1) : text);
  }

  private static void writePrimitive(BcsWriter out, TypeTag.Primitive type, String text) {
    switch (type) {
      case BOOL -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw new IllegalArgumentException("true or false");
        }
        out.bool(text.equals("true"));
      }
      case ADDRESS, SIGNER -> out.address(address(text));
      case U8 -> out.u8(number(text, 8).intValue());
      case U16 -> out.u16(number(text, 16).intValue());
      case U32 -> out.u32(number(text, 32).longValue());
      case U64 -> out.u64(number(text, 64).longValue());
      case U128 -> out.u128(U128.of(number(text, 128)));
      case U256 -> out.u256(U256.of(number(text, 256)));
    }
  }

  private static BigInteger number(String text, int width) {
    BigInteger value =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : new BigInteger(text.replace("_", ""));
    if (value.signum() < 0 || value.bitLength() > width) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }
}
