/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a command: operands, and options as {@code --name value value}, which take every
 * word up to the next option. A word of the form {@code --} ends the values of an option.
 */
final class Arguments {
  private final List<String> operands = new ArrayList<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();

  private Arguments() {}

  static Arguments of(List<String> words) {
    Arguments arguments = new Arguments();
    List<String> target = arguments.operands;
    for (String word : words) {
      if (word.equals("--")) {
        target = arguments.operands;
      } else if (word.startsWith("--")) {
        target = arguments.options.computeIfAbsent(word.substring(2), n -> new ArrayList<>());
      } else {
        target.add(word);
      }
    }
    return arguments;
  }

  /** Says that these options take one value: what follows it is an operand. */
  Arguments single(String... names) {
    for (String name : names) {
      List<String> values = options.getOrDefault(name, List.of());
      if (values.size() > 1) {
        List<String> rest = values.subList(1, values.size());
        operands.addAll(rest);
        rest.clear();
      }
    }
    return this;
  }

  /** Says that these options take no value: what follows them are operands. */
  Arguments flags(String... names) {
    for (String name : names) {
      List<String> values = options.getOrDefault(name, new ArrayList<>());
      operands.addAll(values);
      values.clear();
    }
    return this;
  }

  /** Whether an option that takes no value is there. */
  boolean flag(String name) {
    if (!values(name).isEmpty()) {
      throw new UsageException("--" + name + " takes no value");
    }
    return has(name);
  }

  /** Refuses options other than these. */
  void allow(String... names) {
    for (String name : options.keySet()) {
      if (!Set.of(names).contains(name)) {
        throw new UsageException("unknown option --" + name);
      }
    }
  }

  /** The operands, of which there must be {@code count}. */
  List<String> operands(int count) {
    if (operands.size() != count) {
      throw new UsageException(count + " operands expected, not " + operands.size());
    }
    return List.copyOf(operands);
  }

  /** Whether the option is there. */
  boolean has(String name) {
    return options.containsKey(name);
  }

  /** All values of an option, none if it is absent. */
  List<String> values(String name) {
    return List.copyOf(options.getOrDefault(name, List.of()));
  }

  /** The one value of an option, if it is there. */
  Optional<String> value(String name) {
    List<String> values = values(name);
    if (has(name) && values.size() != 1) {
      throw new UsageException("--" + name + " takes one value");
    }
    return values.stream().findFirst();
  }

  /** The one value of an option that must be there. */
  String required(String name) {
    return value(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
  }
}
