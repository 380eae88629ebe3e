/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** A scalar times a point seen once, ready to be summed. Immutable. */
final class FreshProduct {
  /** At 128 bits a larger table costs as many additions as it saves, and cache besides. */
  private static final int WIDTH = 4;

  private final ProjectiveTerm[] table = new ProjectiveTerm[1 << (WIDTH - 2)];
  private final byte[] digits = new byte[Scalar.NAF_SIZE];
  private final int top;

  FreshProduct(EdwardsPoint point, Scalar scalar) {
    EdwardsPoint p = new EdwardsPoint(point);
    table[0] = ProjectiveTerm.of(p);
    p.twice();
    ProjectiveTerm twice = ProjectiveTerm.of(p);
    p.set(point);
    for (int i = 1; i < table.length; i++) {
      p.add(twice);
      table[i] = ProjectiveTerm.of(p);
    }
    top = scalar.naf(WIDTH, digits);
  }

  /** The highest bit that contributes, or -1. */
  int top() {
    return top;
  }

  /** Subtracts what the bit-th place of the scalar contributes. */
  void subtractFrom(EdwardsPoint sum, int bit) {
    int digit = digits[bit];
    if (digit > 0) {
      sum.sub(table[digit >> 1]);
    } else if (digit < 0) {
      sum.add(table[-digit >> 1]);
    }
  }
}
