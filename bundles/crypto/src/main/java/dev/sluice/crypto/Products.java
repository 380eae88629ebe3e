/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.util.List;

/** Sums of products of scalars and points, with all doublings shared (Straus's method). */
final class Products {
  private Products() {}

  /** The sum of {@code kept} less the sum of {@code fresh}. */
  static EdwardsPoint difference(List<KeptProduct> kept, List<FreshProduct> fresh) {
    int top = KeptTable.PART_BITS - 1;
    for (FreshProduct p : fresh) {
      top = Math.max(top, p.top());
    }
    EdwardsPoint sum = new EdwardsPoint();
    for (int bit = top; bit >= 0; bit--) {
      sum.twice();
      if (bit < KeptTable.PART_BITS) {
        for (KeptProduct p : kept) {
          p.addTo(sum, bit);
        }
      }
      for (FreshProduct p : fresh) {
        p.subtractFrom(sum, bit);
      }
    }
    return sum;
  }
}
