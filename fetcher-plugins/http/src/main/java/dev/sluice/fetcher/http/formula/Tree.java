/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.util.HashMap;
import java.util.Map;

/** A tree under construction, with its limits. */
final class Tree {
  /** Deepest nesting of XML and HTML. */
  static final int MAX_DEPTH = 256;

  /** Most elements, attributes and texts. */
  static final int MAX_NODES = 200_000;

  /** Name of the elements of an array that no member of an object names. */
  static final String ITEM = "item";

  private final Node root = Node.document();
  private final Map<String, String> namespaces = new HashMap<>();
  private int nodes;

  Node root() {
    return root;
  }

  /** Namespaces by prefix, as the document declares them first. */
  Map<String, String> namespaces() {
    return namespaces;
  }

  void declare(String prefix, String uri) {
    namespaces.putIfAbsent(prefix, uri);
  }

  /** Counts nodes. */
  void count(int more, int depth) {
    nodes += more;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new FetchException(
          Code.TOO_LARGE,
          "the answer has more than "
              + MAX_NODES
              + " nodes or is nested deeper than "
              + MAX_DEPTH
              + " levels");
    }
  }

  /** JSON as a tree: a member is an element, an element of an array is a repeated element. */
  static Tree ofJson(JsonValue value) {
    var tree = new Tree();
    tree.root.setJson(value);
    tree.fill(tree.root, value, 0);
    return tree;
  }

  private void fill(Node node, JsonValue value, int depth) {
    if (value instanceof JsonValue.Fields fields) {
      fields.members().forEach((name, member) -> member(node, name, member, depth));
    } else if (value instanceof JsonValue.Items) {
      member(node, ITEM, value, depth);
    } else {
      node.addText(CanonicalJson.scalar(value));
    }
  }

  private void member(Node parent, String name, JsonValue value, int depth) {
    if (value instanceof JsonValue.Items items) {
      items.elements().forEach(element -> element(parent, name, element, depth));
    } else {
      element(parent, name, value, depth);
    }
  }

  private void element(Node parent, String name, JsonValue value, int depth) {
    count(2, depth);
    Node element = parent.addElement("", name, "");
    element.setJson(value);
    fill(element, value, depth + 1);
  }
}
