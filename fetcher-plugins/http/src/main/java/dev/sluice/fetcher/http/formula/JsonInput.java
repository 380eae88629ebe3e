/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON in UTF-8 (RFC 8259), strictly: no name twice, nothing after the value. */
final class JsonInput {
  /** Deepest nesting. */
  static final int MAX_DEPTH = 64;

  /** Most characters of a number. */
  static final int MAX_NUMBER_LENGTH = 256;

  /** Largest exponent of ten, either way. */
  static final int MAX_EXPONENT = 400;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from strangers: they must not fill a table that outlives the answer.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Budget budget;

  private JsonInput(Budget budget) {
    this.budget = budget;
  }

  /** Reads one value. */
  static JsonValue read(byte[] bytes, Budget budget) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FetchException(Code.PARSE_NO_MATCH, "the answer is not JSON in UTF-8", e);
    }
    try (JsonParser parser =
        FACTORY.createParser(text.startsWith("\ufeff") ? text.substring(1) : text)) {
      parser.nextToken();
      JsonValue value = new JsonInput(budget).value(parser);
      if (parser.nextToken() != null) {
        throw new FetchException(Code.PARSE_NO_MATCH, "the answer goes on after its JSON value");
      }
      return value;
    } catch (IOException e) {
      // The library's message may quote the answer; where it broke is enough.
      throw new FetchException(
          Code.PARSE_NO_MATCH, "the answer is not JSON that is accepted here: " + place(e), e);
    }
  }

  private static String place(IOException e) {
    if (e instanceof com.fasterxml.jackson.core.exc.StreamConstraintsException) {
      return "nested deeper than "
          + MAX_DEPTH
          + " or a number over "
          + MAX_NUMBER_LENGTH
          + " digits";
    }
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException at
        && at.getLocation() != null) {
      return "line " + at.getLocation().getLineNr() + ", column " + at.getLocation().getColumnNr();
    }
    return "it ends in the middle";
  }

  private JsonValue value(JsonParser parser) throws IOException {
    budget.step();
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new FetchException(Code.PARSE_NO_MATCH, "the answer holds no JSON value");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = wellFormed(parser.currentName());
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new JsonValue.Fields(members);
      }
      case START_ARRAY -> {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new JsonValue.Items(elements);
      }
      case VALUE_STRING -> new JsonValue.Text(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Decimal(number(parser.getText()));
      case VALUE_TRUE -> JsonValue.Word.TRUE;
      case VALUE_FALSE -> JsonValue.Word.FALSE;
      case VALUE_NULL -> JsonValue.Word.NULL;
      default -> throw new FetchException(Code.PARSE_NO_MATCH, "the answer holds no JSON value");
    };
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new FetchException(Code.PARSE_NO_MATCH, "a text of the answer is not Unicode");
        }
        i++;
      }
    }
    return text;
  }

  /** A number, within bounds that keep its plain form small. */
  static BigDecimal number(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      long exponent = (long) value.precision() - value.scale();
      if (value.signum() == 0) {
        return BigDecimal.ZERO;
      }
      if (Math.abs(exponent) <= MAX_EXPONENT) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new FetchException(Code.PARSE_NO_MATCH, "a number of the answer cannot be read", e);
    }
    throw new FetchException(
        Code.PARSE_NO_MATCH, "a number of the answer is beyond 10^" + MAX_EXPONENT);
  }
}
