/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON of a node, read as a stream. A tree consists of maps, lists, texts (strings and numbers
 * alike, so that no number loses a digit), booleans and {@link #NULL}.
 */
final class NodeJson {
  /** Stands for {@code null}. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /** Deepest nesting. */
  static final int MAX_DEPTH = 128;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(1 << 28)
                  .build())
          .build();

  private NodeJson() {}

  static ChainException bad(String what, Exception cause) {
    return new ChainException(Code.BAD_ANSWER, "the node's answer: " + what, cause.toString());
  }

  static ChainException bad(String what) {
    return new ChainException(Code.BAD_ANSWER, "the node's answer: " + what);
  }

  /** The whole value. */
  static Object tree(byte[] json) {
    return tree(json, Set.of());
  }

  /**
   * The whole value, without the fields of these names: long ones that nobody needs are skipped and
   * not kept in memory.
   */
  static Object tree(byte[] json, Set<String> skipped) {
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      Object value = value(in, skipped);
      if (in.nextToken() != null) {
        throw bad("something follows the value");
      }
      return value;
    } catch (IOException e) {
      throw bad("no JSON", e);
    }
  }

  private static Object value(JsonParser in, Set<String> skipped) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw bad("empty");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          if (skipped.contains(name)) {
            in.skipChildren();
          } else if (fields.put(name, value(in, skipped)) != null) {
            throw bad("field " + name + " twice");
          }
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in, skipped));
        }
        yield items;
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw bad("unexpected " + token);
    };
  }

  /** The value as an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw bad("an object is missing");
  }

  /** The value as an array. */
  @SuppressWarnings("unchecked")
  static List<Object> array(Object value) {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw bad("an array is missing");
  }

  /** A field that must be there. */
  static Object field(Map<String, Object> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw bad("field " + name + " is missing");
    }
    return value;
  }

  /** A string or number that must be there. */
  static String text(Map<String, Object> object, String name) {
    if (field(object, name) instanceof String text) {
      return text;
    }
    throw bad("field " + name + " is no text");
  }

  /** A boolean that must be there. */
  static boolean flag(Map<String, Object> object, String name) {
    if (field(object, name) instanceof Boolean flag) {
      return flag;
    }
    throw bad("field " + name + " is no boolean");
  }

  /** A number from 0 to 2^63-1 that must be there. */
  static long number(Map<String, Object> object, String name) {
    try {
      long number = Long.parseLong(text(object, name));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad("field " + name + " is no number", e);
    }
    throw bad("field " + name + " is negative");
  }
}
