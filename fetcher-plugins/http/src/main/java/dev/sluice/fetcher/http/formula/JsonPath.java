/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.util.List;
import java.util.OptionalLong;

/**
 * A JSONPath query (RFC 9535).
 *
 * @param absolute from the root ({@code $}), not from the current node ({@code @})
 * @param segments one after the other
 */
record JsonPath(boolean absolute, List<Segment> segments) {
  /** Whether it can select at most one node. */
  boolean singular() {
    return segments.stream()
        .allMatch(
            s ->
                !s.descendant()
                    && s.selectors().size() == 1
                    && (s.selectors().get(0) instanceof Selector.Name
                        || s.selectors().get(0) instanceof Selector.Index));
  }

  /** Selectors applied to each node, or to each node and all below it. */
  record Segment(boolean descendant, List<Selector> selectors) {}

  /** Selects among the children of a node. */
  sealed interface Selector {
    /** The member of this name. */
    record Name(String name) implements Selector {}

    /** All children. */
    record Wildcard() implements Selector {}

    /** One element; negative: from the end. */
    record Index(long index) implements Selector {}

    /** Elements from start to before end by step. */
    record Slice(OptionalLong start, OptionalLong end, long step) implements Selector {}

    /** Children for which the condition holds. */
    record Filter(Condition condition) implements Selector {}
  }

  /** A logical expression. */
  sealed interface Condition {
    /** Any of them. */
    record Or(List<Condition> parts) implements Condition {}

    /** All of them. */
    record And(List<Condition> parts) implements Condition {}

    /** Not. */
    record Not(Condition part) implements Condition {}

    /** The query selects something. */
    record Exists(JsonPath query) implements Condition {}

    /** A comparison. */
    record Compare(Operator operator, Operand left, Operand right) implements Condition {}
  }

  /** Comparison operators. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL
  }

  /** One side of a comparison; may have no value. */
  sealed interface Operand {
    /** A literal. */
    record Literal(JsonValue value) implements Operand {}

    /** The node of a singular query; the argument of a function may be any query. */
    record Query(JsonPath query) implements Operand {}

    /** Length of a text, array or object. */
    record Length(Operand of) implements Operand {}

    /** Number of nodes. */
    record Count(JsonPath of) implements Operand {}

    /** The value of the only node. */
    record Value(JsonPath of) implements Operand {}
  }
}
