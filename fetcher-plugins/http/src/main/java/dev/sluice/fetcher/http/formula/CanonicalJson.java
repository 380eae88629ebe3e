/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The one form of a JSON value: RFC 8785, except that a number that a double cannot hold keeps its
 * digits instead of being rounded. Two nodes that read the same value get the same bytes.
 */
final class CanonicalJson {
  private static final int PLAIN_TOP = 21;
  private static final int PLAIN_BOTTOM = -6;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder();
  private final Budget budget;

  private CanonicalJson(Budget budget) {
    this.budget = budget;
  }

  static String write(JsonValue value, Budget budget) {
    var writer = new CanonicalJson(budget);
    writer.append(value);
    return writer.out.toString();
  }

  private void append(JsonValue value) {
    budget.step();
    if (value instanceof JsonValue.Fields fields) {
      // String order is by UTF-16 code unit, as RFC 8785 wants it.
      List<String> names = new ArrayList<>(fields.members().keySet());
      names.sort(null);
      char before = '{';
      for (String name : names) {
        out.append(before);
        append(name);
        out.append(':');
        JsonValue member = fields.members().get(name);
        append(member == null ? JsonValue.Word.NULL : member);
        before = ',';
      }
      out.append(names.isEmpty() ? "{}" : "}");
    } else if (value instanceof JsonValue.Items items) {
      char before = '[';
      for (JsonValue element : items.elements()) {
        out.append(before);
        append(element);
        before = ',';
      }
      out.append(items.elements().isEmpty() ? "[]" : "]");
    } else if (value instanceof JsonValue.Text text) {
      append(text.value());
    } else {
      out.append(scalar(value));
    }
  }

  private void append(String text) {
    budget.spend(text.length() / 16);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Text of a number or a word; the characters of a string. */
  static String scalar(JsonValue value) {
    if (value instanceof JsonValue.Decimal number) {
      return number(number.value());
    }
    if (value instanceof JsonValue.Word word) {
      return word.text();
    }
    if (value instanceof JsonValue.Text text) {
      return text.value();
    }
    throw new IllegalArgumentException("no scalar");
  }

  /** The form ECMAScript gives a number, of all the number's digits. */
  static String number(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = value.abs().stripTrailingZeros();
    String digits = stripped.unscaledValue().toString();
    // The number is 0.digits times ten to the power of point.
    int point = digits.length() - stripped.scale();
    var out = new StringBuilder(value.signum() < 0 ? "-" : "");
    if (point > PLAIN_TOP || point < PLAIN_BOTTOM + 1) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append('e').append(point > 0 ? "+" : "").append(point - 1);
    } else if (point <= 0) {
      out.append("0.").append("0".repeat(-point)).append(digits);
    } else if (point >= digits.length()) {
      out.append(digits).append("0".repeat(point - digits.length()));
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    return out.toString();
  }
}
