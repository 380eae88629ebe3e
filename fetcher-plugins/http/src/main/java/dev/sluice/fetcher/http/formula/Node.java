/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of the one tree that XPath walks over, whether it was JSON, XML or HTML. */
final class Node {
  /** Kinds of nodes; comments and processing instructions are left out. */
  enum Kind {
    DOCUMENT,
    ELEMENT,
    ATTRIBUTE,
    TEXT
  }

  private final Kind kind;
  private final @Nullable Node parent;
  private final String prefix;
  private final String name;
  private final String namespace;
  private final String text;
  private final List<Node> children = new ArrayList<>();
  private final List<Node> attributes = new ArrayList<>();
  private @Nullable JsonValue json;

  private Node(
      Kind kind, @Nullable Node parent, String prefix, String name, String namespace, String text) {
    this.kind = kind;
    this.parent = parent;
    this.prefix = prefix;
    this.name = name;
    this.namespace = namespace;
    this.text = text;
  }

  static Node document() {
    return new Node(Kind.DOCUMENT, null, "", "", "", "");
  }

  Node addElement(String elementPrefix, String elementName, String uri) {
    var child = new Node(Kind.ELEMENT, this, elementPrefix, elementName, uri, "");
    children.add(child);
    return child;
  }

  void addAttribute(String attributePrefix, String attributeName, String uri, String value) {
    attributes.add(new Node(Kind.ATTRIBUTE, this, attributePrefix, attributeName, uri, value));
  }

  void addText(String value) {
    if (!value.isEmpty()) {
      children.add(new Node(Kind.TEXT, this, "", "", "", value));
    }
  }

  /** Remembers the JSON value that this node stands for. */
  void setJson(JsonValue value) {
    json = value;
  }

  Optional<JsonValue> json() {
    return Optional.ofNullable(json);
  }

  Kind kind() {
    return kind;
  }

  @Nullable Node parent() {
    return parent;
  }

  String name() {
    return name;
  }

  String namespace() {
    return namespace;
  }

  String qualifiedName() {
    return prefix.isEmpty() ? name : prefix + ":" + name;
  }

  List<Node> children() {
    return children;
  }

  List<Node> attributes() {
    return attributes;
  }

  /** String value as XPath defines it. */
  String stringValue(Budget budget) {
    if (kind == Kind.ATTRIBUTE || kind == Kind.TEXT) {
      budget.spend(1 + text.length() / 16);
      return text;
    }
    var out = new StringBuilder();
    collect(out, budget);
    return out.toString();
  }

  private void collect(StringBuilder out, Budget budget) {
    budget.spend(1 + text.length() / 16);
    out.append(text);
    for (Node child : children) {
      child.collect(out, budget);
    }
  }
}
