/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import dev.sluice.codec.Bytes;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value of a request parameter. */
public sealed interface FetchValue {
  /** Types of values. */
  enum Type {
    /** {@link Text}. */
    TEXT,
    /** {@link Decimal}. */
    DECIMAL,
    /** {@link Flag}. */
    FLAG,
    /** {@link Binary}. */
    BINARY,
    /** {@link Items}. */
    ITEMS,
    /** {@link Fields}. */
    FIELDS
  }

  /** Its type. */
  Type type();

  /**
   * Characters.
   *
   * @param value the text
   */
  record Text(String value) implements FetchValue {
    @Override
    public Type type() {
      return Type.TEXT;
    }
  }

  /**
   * A decimal number.
   *
   * @param value the number
   */
  record Decimal(BigDecimal value) implements FetchValue {
    @Override
    public Type type() {
      return Type.DECIMAL;
    }
  }

  /**
   * Yes or no.
   *
   * @param value yes
   */
  record Flag(boolean value) implements FetchValue {
    @Override
    public Type type() {
      return Type.FLAG;
    }
  }

  /**
   * Bytes.
   *
   * @param value the bytes
   */
  record Binary(Bytes value) implements FetchValue {
    @Override
    public Type type() {
      return Type.BINARY;
    }
  }

  /**
   * A list.
   *
   * @param values in order
   */
  record Items(List<FetchValue> values) implements FetchValue {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public Type type() {
      return Type.ITEMS;
    }
  }

  /**
   * Named values, e.g. request headers.
   *
   * @param values in the order given
   */
  record Fields(Map<String, FetchValue> values) implements FetchValue {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Type type() {
      return Type.FIELDS;
    }
  }
}
