/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;

/** Reads HTML as a browser would, and selects by CSS. Nothing is executed or loaded. */
final class HtmlInput {
  /**
   * What makes the work for one element depend on regular expressions or on the whole document;
   * XPath can say it within its budget.
   */
  private static final Pattern REFUSED =
      Pattern.compile(":matches|~=|:has", Pattern.CASE_INSENSITIVE);

  private final Document document;

  private HtmlInput(Document document) {
    this.document = document;
  }

  static HtmlInput read(byte[] bytes, Optional<Charset> charset, Budget budget) {
    try {
      var input =
          new HtmlInput(
              Jsoup.parse(
                  new ByteArrayInputStream(bytes), charset.map(Charset::name).orElse(null), ""));
      budget.checkClock();
      return input;
    } catch (IOException e) {
      throw new FetchException(Code.PARSE_NO_MATCH, "the answer is not HTML", e);
    }
  }

  private record Pair(Element from, Node to, int depth) {}

  /** The same as a tree for XPath. */
  Tree tree(Budget budget) {
    var tree = new Tree();
    Deque<Pair> open = new ArrayDeque<>();
    open.add(new Pair(document, tree.root(), 0));
    while (!open.isEmpty()) {
      Pair pair = open.pop();
      for (org.jsoup.nodes.Node child : pair.from().childNodes()) {
        budget.step();
        if (child instanceof Element element) {
          tree.count(1 + element.attributesSize(), pair.depth() + 1);
          Node node = pair.to().addElement("", element.normalName(), "");
          for (Attribute attribute : element.attributes()) {
            node.addAttribute("", attribute.getKey(), "", attribute.getValue());
          }
          open.push(new Pair(element, node, pair.depth() + 1));
        } else if (child instanceof TextNode text) {
          tree.count(1, pair.depth());
          pair.to().addText(text.getWholeText());
        } else if (child instanceof DataNode data) {
          tree.count(1, pair.depth());
          pair.to().addText(data.getWholeData());
        }
      }
    }
    return tree;
  }

  /** Refuses selectors that cannot be read or bounded. */
  static void check(String css) {
    evaluator(css);
  }

  private static Evaluator evaluator(String css) {
    if (REFUSED.matcher(css).find()) {
      throw new FetchException(
          Code.INVALID_REQUEST, "formula: :has, :matches and ~= are refused; use XPath");
    }
    try {
      return QueryParser.parse(css);
    } catch (Selector.SelectorParseException | IllegalArgumentException e) {
      throw new FetchException(Code.INVALID_REQUEST, "formula: no CSS selector: " + css, e);
    }
  }

  /** The texts of the elements that a selector matches, in document order. */
  List<JsonValue> select(String css, Budget budget) {
    Evaluator evaluator = evaluator(css);
    tree(budget);
    List<JsonValue> found = new ArrayList<>();
    // Element by element, to look at the clock in between: the library itself never does.
    for (Element element : document.getAllElements()) {
      budget.step();
      budget.checkClock();
      if (!(element instanceof Document) && evaluator.matches(document, element)) {
        String text = element.text();
        budget.spend(text.length() / 4);
        found.add(new JsonValue.Text(text));
      }
    }
    return found;
  }
}
