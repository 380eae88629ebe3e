/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A JSON value. Numbers keep all their digits. */
sealed interface JsonValue {
  /** Members in their order. */
  record Fields(Map<String, JsonValue> members) implements JsonValue {
    public Fields {
      members = Collections.unmodifiableMap(members);
    }
  }

  /** Elements. */
  record Items(List<JsonValue> elements) implements JsonValue {
    public Items {
      elements = Collections.unmodifiableList(elements);
    }
  }

  /** A string. */
  record Text(String value) implements JsonValue {}

  /** A number. */
  record Decimal(BigDecimal value) implements JsonValue {}

  /** True, false, null. */
  enum Word implements JsonValue {
    TRUE("true"),
    FALSE("false"),
    NULL("null");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static Word of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }
}
