/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import dev.sluice.codec.TypeTag.Primitive;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of a type. */
final class TypeTagParser {
  private final String text;
  private final int addressLength;
  private int position;

  TypeTagParser(String text, int addressLength) {
    this.text = text;
    this.addressLength = addressLength;
  }

  TypeTag parse() {
    TypeTag tag = type(0);
    if (position != text.length()) {
      throw bad();
    }
    return tag;
  }

  private CodecException bad() {
    return new CodecException(
        Reason.BAD_TEXT, "not a type at character " + position + ": " + shortened());
  }

  private String shortened() {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  private TypeTag type(int depth) {
    String word = word();
    if (word.startsWith("0x")) {
      return struct(word, TypeTagBcs.deeper(depth));
    } else if (word.equals("vector")) {
      expect("<");
      TypeTag element = type(TypeTagBcs.deeper(depth));
      expect(">");
      return new TypeTag.Vector(element);
    }
    for (Primitive primitive : Primitive.values()) {
      if (primitive.toString().equals(word)) {
        return primitive;
      }
    }
    throw bad();
  }

  private StructTag struct(String addressText, int depth) {
    AccountAddress address = AccountAddress.parse(addressText, addressLength);
    expect("::");
    String module = word();
    expect("::");
    String name = word();
    List<TypeTag> arguments = new ArrayList<>();
    if (takeIf("<")) {
      do {
        arguments.add(type(depth));
      } while (takeIf(","));
      expect(">");
    }
    return new StructTag(address, module, name, arguments);
  }

  /** The letters, digits, underscores and dollars from here on, surrounding spaces skipped. */
  private String word() {
    skipSpaces();
    int start = position;
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw bad();
    }
    String word = text.substring(start, position);
    skipSpaces();
    return word;
  }

  private static boolean isWordPart(char c) {
    return c == '_'
        || c == '$'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z');
  }

  private boolean takeIf(String symbol) {
    if (!text.startsWith(symbol, position)) {
      return false;
    }
    position += symbol.length();
    skipSpaces();
    return true;
  }

  private void expect(String symbol) {
    if (!takeIf(symbol)) {
      throw bad();
    }
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }
}
