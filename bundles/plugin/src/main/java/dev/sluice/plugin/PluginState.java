/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which jars of a plugin count, by file name.
 *
 * @param current in service; empty while the first installation is under way
 * @param previous before it, nearest first
 * @param pending on trial; found after a crash, it is given up
 */
record PluginState(Optional<String> current, List<String> previous, Optional<String> pending) {
  static final PluginState NONE = new PluginState(Optional.empty(), List.of(), Optional.empty());

  PluginState {
    previous = List.copyOf(previous);
  }

  /** The same with a jar on trial. */
  PluginState trying(String file) {
    return new PluginState(current, previous, Optional.of(file));
  }

  /** The same with no jar on trial. */
  PluginState settled() {
    return new PluginState(current, previous, Optional.empty());
  }

  /** A new jar in service, the one before kept. */
  PluginState updatedTo(String file) {
    var before = new ArrayList<String>();
    current.filter(old -> !old.equals(file)).ifPresent(before::add);
    previous.stream().filter(old -> !old.equals(file)).forEach(before::add);
    return new PluginState(Optional.of(file), before, Optional.empty());
  }

  /** The jar before in service, the present one dropped. */
  PluginState rolledBack() {
    return new PluginState(
        Optional.of(previous.get(0)), previous.subList(1, previous.size()), Optional.empty());
  }

  PluginState keeping(int versions) {
    return new PluginState(
        current, previous.subList(0, Math.min(versions, previous.size())), pending);
  }

  boolean names(String file) {
    return Stream.of(current.stream(), previous.stream(), pending.stream())
        .flatMap(s -> s)
        .anyMatch(file::equals);
  }

  /** Version in a jar's file name. */
  static String version(String file) {
    return file.substring(0, file.lastIndexOf('-'));
  }

  String text() {
    var text = new StringBuilder();
    current.ifPresent(file -> text.append("current ").append(file).append('\n'));
    previous.forEach(file -> text.append("previous ").append(file).append('\n'));
    pending.ifPresent(file -> text.append("pending ").append(file).append('\n'));
    return text.toString();
  }

  static PluginState parse(String text) {
    var previous = new ArrayList<String>();
    Optional<String> current = Optional.empty();
    Optional<String> pending = Optional.empty();
    for (String line : text.lines().toList()) {
      String file = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
        case "current" -> current = Optional.of(file);
        case "previous" -> previous.add(file);
        case "pending" -> pending = Optional.of(file);
        default -> throw new IllegalArgumentException("state line '" + line + "'");
      }
    }
    if (current.isEmpty() && pending.isEmpty()) {
      throw new IllegalArgumentException("a state that names no jar");
    }
    return new PluginState(current, previous, pending);
  }
}
