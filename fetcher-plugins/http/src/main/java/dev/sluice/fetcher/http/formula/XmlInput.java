/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML without any document type: no entities, nothing from outside. */
final class XmlInput {
  private XmlInput() {}

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else is on the class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is loaded from outside");
        });
    return factory;
  }

  /** Reads a document. */
  static Tree read(byte[] bytes, Optional<Charset> charset, Budget budget) {
    try {
      var stream = new ByteArrayInputStream(bytes);
      XMLStreamReader reader =
          charset.isPresent()
              ? factory().createXMLStreamReader(stream, charset.get().name())
              : factory().createXMLStreamReader(stream);
      try {
        return read(reader, budget);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String place = e.getLocation() == null ? "" : ": line " + e.getLocation().getLineNumber();
      throw new FetchException(
          Code.PARSE_NO_MATCH, "the answer is not XML that is accepted here" + place, e);
    }
  }

  private static Tree read(XMLStreamReader reader, Budget budget) throws XMLStreamException {
    var tree = new Tree();
    Node at = tree.root();
    int depth = 0;
    while (reader.hasNext()) {
      budget.step();
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          tree.count(1 + reader.getAttributeCount(), depth);
          at = element(tree, at, reader);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          Node parent = at.parent();
          at = parent == null ? tree.root() : parent;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          tree.count(1, depth);
          at.addText(reader.getText());
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new FetchException(
                Code.PARSE_NO_MATCH, "XML with a document type or entities is not accepted");
        default -> {
          // Comments and processing instructions are no data.
        }
      }
    }
    return tree;
  }

  private static Node element(Tree tree, Node parent, XMLStreamReader reader) {
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      tree.declare(text(reader.getNamespacePrefix(i)), text(reader.getNamespaceURI(i)));
    }
    Node element =
        parent.addElement(
            text(reader.getPrefix()), reader.getLocalName(), text(reader.getNamespaceURI()));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element.addAttribute(
          text(reader.getAttributePrefix(i)),
          reader.getAttributeLocalName(i),
          text(reader.getAttributeNamespace(i)),
          reader.getAttributeValue(i));
    }
    return element;
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }
}
