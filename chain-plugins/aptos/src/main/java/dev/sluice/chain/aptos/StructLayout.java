/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import java.util.List;
import java.util.Map;

/**
 * Fields of a struct, as a module's ABI gives them.
 *
 * @param fields names and types, in order; in the types {@code T0}, {@code T1} ... stand for the
 *     type arguments
 */
record StructLayout(List<Field> fields) {
  /** A field. */
  record Field(String name, String type) {}

  /** Most fields of a struct that are read. */
  static final int MAX_FIELDS = 1_000;

  StructLayout {
    fields = List.copyOf(fields);
  }

  /** Out of one of the structs of an ABI. */
  static StructLayout of(Map<String, Object> struct) {
    List<Object> fields = NodeJson.array(NodeJson.field(struct, "fields"));
    if (fields.size() > MAX_FIELDS) {
      throw NodeJson.bad("a struct of " + fields.size() + " fields");
    }
    return new StructLayout(
        fields.stream()
            .map(NodeJson::object)
            .map(field -> new Field(NodeJson.text(field, "name"), NodeJson.text(field, "type")))
            .toList());
  }
}
