/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/**
 * A field that several variants of an enum have at the same position (version 7 and later).
 *
 * @param struct index into the struct definitions
 * @param field position of the field in each of the variants
 * @param variants numbers of the variants
 */
public record VariantFieldHandle(int struct, int field, List<Integer> variants) {
  /** Copies the list. */
  public VariantFieldHandle {
    variants = List.copyOf(variants);
  }
}
