/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a declaration, consumed from the front. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(0x[0-9a-fA-F]+|#?\\w+|::|[<>(){},:&.|+])");

  private final List<String> tokens = new ArrayList<>();
  private final String text;
  private int next;

  Tokens(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("cannot read: " + text.substring(end));
    }
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  String peek() {
    return atEnd() ? "" : tokens.get(next);
  }

  String take() {
    if (atEnd()) {
      throw new IllegalArgumentException("unexpected end of: " + text);
    }
    return tokens.get(next++);
  }

  boolean takeIf(String token) {
    if (peek().equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  void expect(String token) {
    if (!takeIf(token)) {
      throw new IllegalArgumentException(
          "expected " + token + " instead of '" + peek() + "' in: " + text);
    }
  }

  /** Skips {@code name:} if that comes next. */
  void skipName() {
    if (next + 1 < tokens.size() && tokens.get(next + 1).equals(":")) {
      next += 2;
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw new IllegalArgumentException("unexpected '" + peek() + "' in: " + text);
    }
  }

  /** {@code name} or {@code 0x42::module::name}. */
  String qualifiedName() {
    String name = take();
    if (name.startsWith("0x")) {
      expect("::");
      name += "::" + take();
      expect("::");
      name += "::" + take();
    }
    return name;
  }
}
