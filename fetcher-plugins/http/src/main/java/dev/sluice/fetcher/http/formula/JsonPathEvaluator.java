/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Evaluates JSONPath queries over one value, counting every node it looks at. */
final class JsonPathEvaluator {
  private final JsonValue root;
  private final Budget budget;

  JsonPathEvaluator(JsonValue root, Budget budget) {
    this.root = root;
    this.budget = budget;
  }

  /** The nodes that a query selects, in document order of their parents. */
  List<JsonValue> select(JsonPath query) {
    return select(query, root);
  }

  private List<JsonValue> select(JsonPath query, JsonValue current) {
    List<JsonValue> nodes = List.of(query.absolute() ? root : current);
    for (JsonPath.Segment segment : query.segments()) {
      List<JsonValue> next = new ArrayList<>();
      for (JsonValue node : nodes) {
        apply(segment, node, next);
      }
      nodes = next;
    }
    return nodes;
  }

  private void apply(JsonPath.Segment segment, JsonValue node, List<JsonValue> out) {
    budget.step();
    for (JsonPath.Selector selector : segment.selectors()) {
      apply(
          selector,
          node,
          found -> {
            budget.step();
            out.add(found);
          });
    }
    if (segment.descendant()) {
      // Depth is bounded by that of the input.
      children(node, child -> apply(segment, child, out));
    }
  }

  private void children(JsonValue node, Consumer<JsonValue> to) {
    if (node instanceof JsonValue.Fields fields) {
      fields.members().values().forEach(to);
    } else if (node instanceof JsonValue.Items items) {
      items.elements().forEach(to);
    }
  }

  private void apply(JsonPath.Selector selector, JsonValue node, Consumer<JsonValue> to) {
    if (selector instanceof JsonPath.Selector.Name name) {
      if (node instanceof JsonValue.Fields fields) {
        JsonValue member = fields.members().get(name.name());
        if (member != null) {
          to.accept(member);
        }
      }
    } else if (selector instanceof JsonPath.Selector.Wildcard) {
      children(node, to);
    } else if (selector instanceof JsonPath.Selector.Filter filter) {
      children(
          node,
          child -> {
            if (holds(filter.condition(), child)) {
              to.accept(child);
            }
          });
    } else if (node instanceof JsonValue.Items items) {
      if (selector instanceof JsonPath.Selector.Index index) {
        long at = normal(index.index(), items.elements().size());
        if (at >= 0 && at < items.elements().size()) {
          to.accept(items.elements().get((int) at));
        }
      } else if (selector instanceof JsonPath.Selector.Slice slice) {
        slice(slice, items.elements(), to);
      }
    }
  }

  private static long normal(long index, int size) {
    return index < 0 ? size + index : index;
  }

  /** RFC 9535, 2.3.4.2.2. */
  private static void slice(
      JsonPath.Selector.Slice slice, List<JsonValue> elements, Consumer<JsonValue> to) {
    int size = elements.size();
    long step = slice.step();
    if (step > 0) {
      long start = Math.max(normal(slice.start().orElse(0), size), 0);
      long end = Math.min(normal(slice.end().orElse(size), size), size);
      for (long i = start; i < end; i += step) {
        to.accept(elements.get((int) i));
      }
    } else if (step < 0) {
      long start = Math.min(normal(slice.start().orElse(size - 1L), size), size - 1L);
      long end = slice.end().isPresent() ? Math.max(normal(slice.end().getAsLong(), size), -1) : -1;
      for (long i = start; i > end; i += step) {
        to.accept(elements.get((int) i));
      }
    }
  }

  private boolean holds(JsonPath.Condition condition, JsonValue current) {
    budget.step();
    if (condition instanceof JsonPath.Condition.Or or) {
      return or.parts().stream().anyMatch(part -> holds(part, current));
    } else if (condition instanceof JsonPath.Condition.And and) {
      return and.parts().stream().allMatch(part -> holds(part, current));
    } else if (condition instanceof JsonPath.Condition.Not not) {
      return !holds(not.part(), current);
    } else if (condition instanceof JsonPath.Condition.Exists exists) {
      return !select(exists.query(), current).isEmpty();
    }
    var compare = (JsonPath.Condition.Compare) condition;
    Optional<JsonValue> left = value(compare.left(), current);
    Optional<JsonValue> right = value(compare.right(), current);
    return switch (compare.operator()) {
      case EQUAL -> equal(left, right);
      case NOT_EQUAL -> !equal(left, right);
      case LESS -> less(left, right);
      case GREATER -> less(right, left);
      case LESS_EQUAL -> less(left, right) || equal(left, right);
      case GREATER_EQUAL -> less(right, left) || equal(left, right);
    };
  }

  private Optional<JsonValue> value(JsonPath.Operand operand, JsonValue current) {
    if (operand instanceof JsonPath.Operand.Literal literal) {
      return Optional.of(literal.value());
    } else if (operand instanceof JsonPath.Operand.Query query) {
      return only(select(query.query(), current));
    } else if (operand instanceof JsonPath.Operand.Value value) {
      return only(select(value.of(), current));
    } else if (operand instanceof JsonPath.Operand.Count count) {
      return Optional.of(number(select(count.of(), current).size()));
    }
    return value(((JsonPath.Operand.Length) operand).of(), current).flatMap(this::length);
  }

  private static Optional<JsonValue> only(List<JsonValue> nodes) {
    return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
  }

  private static JsonValue number(long value) {
    return new JsonValue.Decimal(BigDecimal.valueOf(value));
  }

  private Optional<JsonValue> length(JsonValue of) {
    if (of instanceof JsonValue.Text text) {
      budget.spend(text.value().length() / 16);
      return Optional.of(number(text.value().codePointCount(0, text.value().length())));
    } else if (of instanceof JsonValue.Items items) {
      return Optional.of(number(items.elements().size()));
    } else if (of instanceof JsonValue.Fields fields) {
      return Optional.of(number(fields.members().size()));
    }
    return Optional.empty();
  }

  private boolean equal(Optional<JsonValue> left, Optional<JsonValue> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() && right.isEmpty();
    }
    return equal(left.get(), right.get());
  }

  private boolean equal(JsonValue left, JsonValue right) {
    budget.step();
    if (left instanceof JsonValue.Decimal a && right instanceof JsonValue.Decimal b) {
      return a.value().compareTo(b.value()) == 0;
    } else if (left instanceof JsonValue.Text a && right instanceof JsonValue.Text b) {
      budget.spend(Math.min(a.value().length(), b.value().length()) / 16);
      return a.value().equals(b.value());
    } else if (left instanceof JsonValue.Items a && right instanceof JsonValue.Items b) {
      boolean same = a.elements().size() == b.elements().size();
      for (int i = 0; same && i < a.elements().size(); i++) {
        same = equal(a.elements().get(i), b.elements().get(i));
      }
      return same;
    } else if (left instanceof JsonValue.Fields a && right instanceof JsonValue.Fields b) {
      boolean same = a.members().size() == b.members().size();
      for (Map.Entry<String, JsonValue> member : a.members().entrySet()) {
        JsonValue other = b.members().get(member.getKey());
        same = same && other != null && equal(member.getValue(), other);
        if (!same) {
          return false;
        }
      }
      return same;
    }
    return left == right;
  }

  private boolean less(Optional<JsonValue> left, Optional<JsonValue> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    if (left.get() instanceof JsonValue.Decimal a && right.get() instanceof JsonValue.Decimal b) {
      return a.value().compareTo(b.value()) < 0;
    } else if (left.get() instanceof JsonValue.Text a && right.get() instanceof JsonValue.Text b) {
      budget.spend(Math.min(a.value().length(), b.value().length()) / 16);
      return compare(a.value(), b.value()) < 0;
    }
    return false;
  }

  /** By code point, not by UTF-16 unit. */
  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean both = Character.isSurrogate(x) == Character.isSurrogate(y);
        return both ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
