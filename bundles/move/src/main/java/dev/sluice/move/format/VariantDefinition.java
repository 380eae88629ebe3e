/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/**
 * A variant of an enum.
 *
 * @param name index into the identifiers
 * @param fields its fields in order
 */
public record VariantDefinition(int name, List<FieldDefinition> fields) {
  /** Copies the list. */
  public VariantDefinition {
    fields = List.copyOf(fields);
  }
}
