/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.io.Serial;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jaxen.BaseXPath;
import org.jaxen.DefaultNavigator;
import org.jaxen.JaxenException;
import org.jaxen.XPath;
import org.jaxen.saxpath.SAXPathException;
import org.jaxen.util.SingleObjectIterator;
import org.jspecify.annotations.Nullable;

/** Shows a {@link Tree} to the XPath engine, counting every node it walks over. */
final class TreeNavigator extends DefaultNavigator {
  @Serial private static final long serialVersionUID = 1;

  private final transient Tree tree;
  private final transient Budget budget;

  TreeNavigator(Tree tree, Budget budget) {
    this.tree = tree;
    this.budget = budget;
  }

  private static Node node(Object object) {
    return (Node) object;
  }

  private static boolean is(Object object, Node.Kind kind) {
    return object instanceof Node node && node.kind() == kind;
  }

  private Iterator<Node> counted(List<Node> nodes) {
    Iterator<Node> iterator = nodes.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public Node next() {
        budget.step();
        return iterator.next();
      }
    };
  }

  @Override
  public Iterator<Node> getChildAxisIterator(Object context) {
    return counted(node(context).children());
  }

  @Override
  public Iterator<Node> getAttributeAxisIterator(Object context) {
    return counted(node(context).attributes());
  }

  @Override
  public Iterator<Object> getNamespaceAxisIterator(Object context) {
    return Collections.emptyIterator();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Iterator<Object> getParentAxisIterator(Object context) {
    budget.step();
    Node parent = node(context).parent();
    return parent == null ? Collections.emptyIterator() : new SingleObjectIterator(parent);
  }

  @Override
  public @Nullable Object getParentNode(Object context) {
    budget.step();
    return node(context).parent();
  }

  @Override
  public Object getDocumentNode(Object context) {
    return tree.root();
  }

  @Override
  public String getElementNamespaceUri(Object element) {
    return node(element).namespace();
  }

  @Override
  public String getElementName(Object element) {
    return node(element).name();
  }

  @Override
  public String getElementQName(Object element) {
    return node(element).qualifiedName();
  }

  @Override
  public String getAttributeNamespaceUri(Object attribute) {
    return node(attribute).namespace();
  }

  @Override
  public String getAttributeName(Object attribute) {
    return node(attribute).name();
  }

  @Override
  public String getAttributeQName(Object attribute) {
    return node(attribute).qualifiedName();
  }

  @Override
  public boolean isDocument(Object object) {
    return is(object, Node.Kind.DOCUMENT);
  }

  @Override
  public boolean isElement(Object object) {
    return is(object, Node.Kind.ELEMENT);
  }

  @Override
  public boolean isAttribute(Object object) {
    return is(object, Node.Kind.ATTRIBUTE);
  }

  @Override
  public boolean isText(Object object) {
    return is(object, Node.Kind.TEXT);
  }

  @Override
  public boolean isNamespace(Object object) {
    return false;
  }

  @Override
  public boolean isComment(Object object) {
    return false;
  }

  @Override
  public boolean isProcessingInstruction(Object object) {
    return false;
  }

  @Override
  public String getElementStringValue(Object element) {
    return node(element).stringValue(budget);
  }

  @Override
  public String getAttributeStringValue(Object attribute) {
    return node(attribute).stringValue(budget);
  }

  @Override
  public String getTextStringValue(Object text) {
    return node(text).stringValue(budget);
  }

  @Override
  public String getCommentStringValue(Object comment) {
    return "";
  }

  @Override
  public String getNamespaceStringValue(Object namespace) {
    return "";
  }

  @Override
  public String getNamespacePrefix(Object namespace) {
    return "";
  }

  @Override
  public XPath parseXPath(String xpath) throws SAXPathException {
    try {
      return new BaseXPath(xpath, this);
    } catch (JaxenException e) {
      throw new SAXPathException(e);
    }
  }
}
