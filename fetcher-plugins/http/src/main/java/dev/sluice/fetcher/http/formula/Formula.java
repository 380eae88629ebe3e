/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jaxen.BaseXPath;
import org.jaxen.JaxenException;
import org.jaxen.JaxenRuntimeException;
import org.jaxen.SimpleNamespaceContext;
import org.jaxen.XPathFunctionContext;

/**
 * What to take out of an answer. A text that begins with {@code $} is JSONPath, one that begins
 * with {@code /} or {@code (} is XPath, anything else is a CSS selector on HTML and XPath
 * elsewhere. Empty: everything.
 */
public final class Formula {
  /** Most characters. */
  public static final int MAX_LENGTH = 512;

  /** Most brackets open at a time, in XPath. */
  static final int MAX_BRACKETS = 16;

  /** Types of answers. */
  public enum Type {
    /** JSON. */
    JSON,
    /** XML. */
    XML,
    /** HTML. */
    HTML
  }

  /** Languages of formulas. */
  private enum Language {
    NONE,
    JSON_PATH,
    XPATH,
    CSS
  }

  /**
   * What a formula gives.
   *
   * @param text the value
   * @param json whether the text is canonical JSON, not the characters of one scalar
   * @param unchanged the body is the answer as it came
   */
  public record Result(String text, boolean json, boolean unchanged) {}

  private final Type type;
  private final String text;
  private final Language language;
  private final Optional<JsonPath> jsonPath;

  private Formula(Type type, String text) {
    this.type = type;
    this.text = text;
    this.language = language(type, text);
    this.jsonPath =
        language == Language.JSON_PATH ? Optional.of(JsonPathParser.parse(text)) : Optional.empty();
  }

  /**
   * Reads a formula.
   *
   * @throws FetchException {@link Code#INVALID_REQUEST} if it makes no sense for the type
   */
  public static Formula of(Type type, String text) {
    if (text.length() > MAX_LENGTH) {
      throw invalid("longer than " + MAX_LENGTH + " characters");
    }
    var formula = new Formula(type, text.strip());
    if (formula.language == Language.XPATH) {
      formula.xpath(new Tree(), new Budget(0, 0, () -> 0));
    } else if (formula.language == Language.CSS) {
      HtmlInput.check(formula.text);
    }
    return formula;
  }

  private static FetchException invalid(String why) {
    return new FetchException(Code.INVALID_REQUEST, "formula: " + why);
  }

  private static Language language(Type type, String text) {
    if (text.isEmpty()) {
      return Language.NONE;
    }
    if (text.startsWith("$")) {
      if (type != Type.JSON) {
        throw invalid("JSONPath is for type json");
      }
      return Language.JSON_PATH;
    }
    return type == Type.HTML && !text.startsWith("/") && !text.startsWith("(")
        ? Language.CSS
        : Language.XPATH;
  }

  /**
   * Reads an answer and applies the formula.
   *
   * @param charset as the source names it
   * @throws FetchException {@link Code#PARSE_NO_MATCH}, {@link Code#TOO_LARGE}, {@link
   *     Code#TIMEOUT}
   */
  public Result apply(byte[] body, Optional<Charset> charset, Budget budget) {
    return switch (type) {
      case JSON -> {
        JsonValue value = JsonInput.read(body, budget);
        yield switch (language) {
          case NONE -> new Result(CanonicalJson.write(value, budget), true, false);
          case JSON_PATH -> {
            JsonPath query = jsonPath.orElseThrow();
            List<JsonValue> found = new JsonPathEvaluator(value, budget).select(query);
            yield result(found, query.singular(), budget);
          }
          default -> xpathResult(Tree.ofJson(value), budget);
        };
      }
      case XML -> {
        Tree tree = XmlInput.read(body, charset, budget);
        yield language == Language.NONE ? unchanged() : xpathResult(tree, budget);
      }
      case HTML -> {
        HtmlInput html = HtmlInput.read(body, charset, budget);
        yield switch (language) {
          case NONE -> unchanged();
          case CSS -> {
            List<JsonValue> found = html.select(text, budget);
            yield result(found, found.size() == 1, budget);
          }
          default -> xpathResult(html.tree(budget), budget);
        };
      }
    };
  }

  private static Result unchanged() {
    return new Result("", false, true);
  }

  private static Result result(List<JsonValue> found, boolean single, Budget budget) {
    if (found.isEmpty()) {
      throw new FetchException(Code.PARSE_NO_MATCH, "the formula finds nothing in the answer");
    }
    JsonValue value = single ? found.get(0) : new JsonValue.Items(found);
    if (value instanceof JsonValue.Fields || value instanceof JsonValue.Items) {
      return new Result(CanonicalJson.write(value, budget), true, false);
    }
    return new Result(CanonicalJson.scalar(value), false, false);
  }

  private BaseXPath xpath(Tree tree, Budget budget) {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (open > MAX_BRACKETS) {
        throw invalid("more than " + MAX_BRACKETS + " open brackets");
      }
    }
    try {
      var xpath = new BaseXPath(text, new TreeNavigator(tree, budget));
      xpath.setFunctionContext(new XPathFunctionContext(false));
      xpath.setNamespaceContext(new SimpleNamespaceContext(tree.namespaces()));
      return xpath;
    } catch (JaxenException | JaxenRuntimeException e) {
      throw new FetchException(Code.INVALID_REQUEST, "formula: no XPath: " + e.getMessage(), e);
    }
  }

  private Result xpathResult(Tree tree, Budget budget) {
    Object value;
    try {
      value = xpath(tree, budget).evaluate(tree.root());
    } catch (JaxenException | JaxenRuntimeException e) {
      throw new FetchException(Code.INVALID_REQUEST, "formula: " + e.getMessage(), e);
    }
    if (value instanceof List<?> nodes) {
      List<JsonValue> found = new ArrayList<>(nodes.size());
      for (Object object : nodes) {
        var node = (Node) object;
        found.add(node.json().orElseGet(() -> new JsonValue.Text(node.stringValue(budget))));
      }
      return result(found, found.size() == 1, budget);
    }
    return new Result(scalar(value), false, false);
  }

  private static String scalar(Object value) {
    if (value instanceof Number number) {
      double d = number.doubleValue();
      if (Double.isNaN(d) || Double.isInfinite(d)) {
        throw new FetchException(Code.PARSE_NO_MATCH, "the formula gives no number");
      }
      return CanonicalJson.number(shortest(d));
    }
    return value.toString();
  }

  /** Fewest digits that give the double back; the JDK's own text differs between versions. */
  static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17));
  }
}
