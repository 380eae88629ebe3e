/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/**
 * A struct or enum that the module declares.
 *
 * @param handle index into the struct handles
 * @param layout what its values consist of
 */
public record StructDefinition(int handle, Layout layout) {
  /** What the values of a struct consist of. */
  public sealed interface Layout {}

  /** Known to the host only. */
  public record Native() implements Layout {}

  /** A struct: its fields in order. */
  public record Fields(List<FieldDefinition> fields) implements Layout {
    /** Copies the list. */
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** An enum: its variants in order (version 7 and later). */
  public record Variants(List<VariantDefinition> variants) implements Layout {
    /** Copies the list. */
    public Variants {
      variants = List.copyOf(variants);
    }
  }
}
