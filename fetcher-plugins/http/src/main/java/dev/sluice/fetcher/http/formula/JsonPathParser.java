/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads a JSONPath query (RFC 9535). Its functions match and search are refused. */
final class JsonPathParser {
  private static final long MAX_INTEGER = (1L << 53) - 1;
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;
  private int depth;

  private JsonPathParser(String text) {
    this.text = text;
  }

  /**
   * Reads a query.
   *
   * @throws FetchException {@link Code#INVALID_REQUEST}
   */
  static JsonPath parse(String text) {
    var parser = new JsonPathParser(text);
    parser.expect("$");
    JsonPath query = parser.query(true);
    if (parser.at < text.length()) {
      throw parser.wrong("the end");
    }
    return query;
  }

  private FetchException wrong(String wanted) {
    return new FetchException(
        Code.INVALID_REQUEST, "formula, character " + (at + 1) + ": expected " + wanted);
  }

  private boolean looking(String token) {
    return text.startsWith(token, at);
  }

  private boolean take(String token) {
    if (looking(token)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw wrong(token);
    }
  }

  private int peek() {
    return at < text.length() ? text.codePointAt(at) : -1;
  }

  private void blank() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void deeper() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw wrong("less than " + MAX_DEPTH + " levels of brackets");
    }
  }

  private JsonPath query(boolean absolute) {
    List<JsonPath.Segment> segments = new ArrayList<>();
    while (true) {
      int before = at;
      blank();
      if (take("..")) {
        segments.add(new JsonPath.Segment(true, looking("[") ? bracket() : List.of(shorthand())));
      } else if (take(".")) {
        segments.add(new JsonPath.Segment(false, List.of(shorthand())));
      } else if (looking("[")) {
        segments.add(new JsonPath.Segment(false, bracket()));
      } else {
        at = before;
        return new JsonPath(absolute, List.copyOf(segments));
      }
    }
  }

  private JsonPath.Selector shorthand() {
    if (take("*")) {
      return new JsonPath.Selector.Wildcard();
    }
    int start = at;
    while (isName(peek(), at > start)) {
      at += Character.charCount(peek());
    }
    if (at == start) {
      throw wrong("a name, * or [");
    }
    return new JsonPath.Selector.Name(text.substring(start, at));
  }

  private static boolean isName(int c, boolean digits) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && !(c >= 0xd800 && c < 0xe000))
        || (digits && c >= '0' && c <= '9');
  }

  private List<JsonPath.Selector> bracket() {
    expect("[");
    deeper();
    List<JsonPath.Selector> selectors = new ArrayList<>();
    do {
      blank();
      selectors.add(selector());
      blank();
    } while (take(","));
    expect("]");
    depth--;
    return List.copyOf(selectors);
  }

  private JsonPath.Selector selector() {
    if (looking("'") || looking("\"")) {
      return new JsonPath.Selector.Name(string());
    }
    if (take("*")) {
      return new JsonPath.Selector.Wildcard();
    }
    if (take("?")) {
      blank();
      return new JsonPath.Selector.Filter(or());
    }
    OptionalLong start = optionalInteger();
    int after = at;
    blank();
    if (!take(":")) {
      at = after;
      if (start.isEmpty()) {
        throw wrong("a name in quotes, a number, *, : or ?");
      }
      return new JsonPath.Selector.Index(start.getAsLong());
    }
    blank();
    OptionalLong end = optionalInteger();
    after = at;
    blank();
    OptionalLong step = OptionalLong.empty();
    if (take(":")) {
      blank();
      after = at;
      step = optionalInteger();
      after = at;
    }
    at = after;
    return new JsonPath.Selector.Slice(start, end, step.orElse(1));
  }

  private OptionalLong optionalInteger() {
    int start = at;
    take("-");
    int digits = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    String number = text.substring(start, at);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean leadingZero = at - digits > 1 && text.charAt(digits) == '0';
    if (at == digits || leadingZero || number.equals("-0") || number.length() > 17) {
      throw wrong("a whole number in its shortest form");
    }
    long value = Long.parseLong(number);
    if (Math.abs(value) > MAX_INTEGER) {
      throw wrong("a number up to " + MAX_INTEGER);
    }
    return OptionalLong.of(value);
  }

  private String string() {
    char quote = text.charAt(at);
    at++;
    var out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw wrong("the closing quote");
      }
      char c = text.charAt(at);
      at++;
      if (c == quote) {
        return checked(out.toString());
      }
      if (c < ' ') {
        throw wrong("an escape for a control character");
      }
      out.append(c == '\\' ? escape(quote) : c);
    }
  }

  private String checked(String value) {
    boolean lone = value.codePoints().anyMatch(c -> c >= 0xd800 && c < 0xe000);
    if (lone) {
      throw wrong("both halves of a surrogate pair");
    }
    return value;
  }

  private char escape(char quote) {
    int c = peek();
    at++;
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '/', '\\' -> (char) c;
      case 'u' -> {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
          throw wrong("four hexadecimal digits");
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> {
        if (c != quote) {
          throw wrong("an escape sequence");
        }
        yield quote;
      }
    };
  }

  private JsonPath.Condition or() {
    deeper();
    List<JsonPath.Condition> parts = new ArrayList<>(List.of(and()));
    while (takeAfterBlank("||")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.get(0) : new JsonPath.Condition.Or(List.copyOf(parts));
  }

  private JsonPath.Condition and() {
    List<JsonPath.Condition> parts = new ArrayList<>(List.of(basic()));
    while (takeAfterBlank("&&")) {
      parts.add(basic());
    }
    return parts.size() == 1 ? parts.get(0) : new JsonPath.Condition.And(List.copyOf(parts));
  }

  /** Takes a token and the blanks around it, or nothing. */
  private boolean takeAfterBlank(String token) {
    int before = at;
    blank();
    if (take(token)) {
      blank();
      return true;
    }
    at = before;
    return false;
  }

  private JsonPath.Condition basic() {
    if (take("!")) {
      blank();
      if (looking("(")) {
        return new JsonPath.Condition.Not(parenthesis());
      }
      Operand operand = operand();
      if (operand.value() instanceof JsonPath.Operand.Query test && !operand.isLiteral()) {
        return new JsonPath.Condition.Not(new JsonPath.Condition.Exists(test.query()));
      }
      throw wrong("a query after !");
    }
    if (looking("(")) {
      return parenthesis();
    }
    JsonPath.Operand left = operand().value();
    int before = at;
    blank();
    JsonPath.Operator operator = operator();
    if (operator == null) {
      at = before;
      if (left instanceof JsonPath.Operand.Query test) {
        return new JsonPath.Condition.Exists(test.query());
      }
      throw wrong("a comparison");
    }
    blank();
    JsonPath.Operand right = operand().value();
    return new JsonPath.Condition.Compare(operator, comparable(left), comparable(right));
  }

  private JsonPath.Condition parenthesis() {
    expect("(");
    blank();
    JsonPath.Condition inner = or();
    blank();
    expect(")");
    return inner;
  }

  private JsonPath.Operand comparable(JsonPath.Operand operand) {
    if (operand instanceof JsonPath.Operand.Query query && !query.query().singular()) {
      throw wrong("a query for a single node in a comparison");
    }
    return operand;
  }

  private JsonPath.@org.jspecify.annotations.Nullable Operator operator() {
    if (take("==")) {
      return JsonPath.Operator.EQUAL;
    } else if (take("!=")) {
      return JsonPath.Operator.NOT_EQUAL;
    } else if (take("<=")) {
      return JsonPath.Operator.LESS_EQUAL;
    } else if (take(">=")) {
      return JsonPath.Operator.GREATER_EQUAL;
    } else if (take("<")) {
      return JsonPath.Operator.LESS;
    }
    return take(">") ? JsonPath.Operator.GREATER : null;
  }

  private record Operand(JsonPath.Operand value, boolean isLiteral) {}

  private Operand operand() {
    if (take("$")) {
      return new Operand(new JsonPath.Operand.Query(query(true)), false);
    }
    if (take("@")) {
      return new Operand(new JsonPath.Operand.Query(query(false)), false);
    }
    int c = peek();
    if (c == '\'' || c == '"') {
      return literal(new JsonValue.Text(string()));
    }
    if (c == '-' || isDigit(c)) {
      return literal(new JsonValue.Decimal(number()));
    }
    int start = at;
    while ((peek() >= 'a' && peek() <= 'z') || (at > start && (peek() == '_' || isDigit(peek())))) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> literal(JsonValue.Word.TRUE);
      case "false" -> literal(JsonValue.Word.FALSE);
      case "null" -> literal(JsonValue.Word.NULL);
      case "length", "count", "value" -> new Operand(function(word), true);
      case "match", "search" -> throw wrong("no regular expressions: " + word + " is refused");
      default -> throw wrong("a query, a literal, length(), count() or value()");
    };
  }

  private static Operand literal(JsonValue value) {
    return new Operand(new JsonPath.Operand.Literal(value), true);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private JsonPath.Operand function(String name) {
    expect("(");
    deeper();
    blank();
    JsonPath.Operand argument = operand().value();
    blank();
    expect(")");
    depth--;
    if (name.equals("length")) {
      return new JsonPath.Operand.Length(comparable(argument));
    }
    if (argument instanceof JsonPath.Operand.Query query) {
      return name.equals("count")
          ? new JsonPath.Operand.Count(query.query())
          : new JsonPath.Operand.Value(query.query());
    }
    throw wrong("a query as argument of " + name);
  }

  private BigDecimal number() {
    int start = at;
    take("-");
    int digits = at;
    while (isDigit(peek())) {
      at++;
    }
    boolean leadingZero = at - digits > 1 && text.charAt(digits) == '0';
    if (at == digits || leadingZero) {
      throw wrong("a number");
    }
    if (take(".")) {
      digits();
    }
    if (take("e") || take("E")) {
      if (!take("+")) {
        take("-");
      }
      digits();
    }
    try {
      return JsonInput.number(text.substring(start, at));
    } catch (FetchException e) {
      throw new FetchException(Code.INVALID_REQUEST, "formula: a number is out of range", e);
    }
  }

  private void digits() {
    int start = at;
    while (isDigit(peek())) {
      at++;
    }
    if (at == start) {
      throw wrong("a digit");
    }
  }
}
