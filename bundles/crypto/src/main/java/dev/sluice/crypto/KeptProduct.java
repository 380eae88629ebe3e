/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** A scalar times the point of a kept table, ready to be summed. Immutable. */
final class KeptProduct {
  private final KeptTable table;
  private final byte[] digits = new byte[Scalar.NAF_SIZE];

  KeptProduct(KeptTable table, Scalar scalar) {
    this.table = table;
    scalar.naf(table.width(), digits);
  }

  /** Adds what the bit-th places of the scalar's parts contribute. */
  void addTo(EdwardsPoint sum, int bit) {
    for (int part = 0; part < KeptTable.PARTS; part++) {
      int digit = digits[part * KeptTable.PART_BITS + bit];
      if (digit > 0) {
        sum.add(table.term(part, digit >> 1));
      } else if (digit < 0) {
        sum.sub(table.term(part, -digit >> 1));
      }
    }
  }
}
