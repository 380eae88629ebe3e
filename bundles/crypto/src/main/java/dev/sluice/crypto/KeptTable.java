/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/**
 * Odd multiples of a point and of its multiples by 2^64, 2^128 and 2^192, kept for many products
 * with that point. A product then takes 64 doublings instead of 253. Immutable, thread-safe.
 */
final class KeptTable {
  /** Into how many parts a scalar is cut. */
  static final int PARTS = 4;

  /** Bits of a part. */
  static final int PART_BITS = Scalar.NAF_SIZE / PARTS;

  /** The base point's, shared by all. */
  static final KeptTable BASE = new KeptTable(EdwardsPoint.base(), 8);

  private final int width;
  private final AffineTerm[][] parts;

  /**
   * Makes a table.
   *
   * @param width of the non-adjacent form it serves, 2 to 8; the table holds 2^width points
   */
  KeptTable(EdwardsPoint point, int width) {
    this.width = width;
    int size = 1 << (width - 2);
    EdwardsPoint[] points = new EdwardsPoint[PARTS * size];
    EdwardsPoint p = new EdwardsPoint(point);
    for (int part = 0; part < PARTS; part++) {
      oddMultiples(p, points, part * size, size);
      for (int i = 0; i < PART_BITS; i++) {
        p.twice();
      }
    }
    parts = affine(points, size);
  }

  int width() {
    return width;
  }

  AffineTerm term(int part, int index) {
    return parts[part][index];
  }

  /** Writes p, 3p, 5p, ... */
  private static void oddMultiples(EdwardsPoint p, EdwardsPoint[] out, int from, int count) {
    EdwardsPoint q = new EdwardsPoint(p);
    q.twice();
    ProjectiveTerm twice = ProjectiveTerm.of(q);
    out[from] = new EdwardsPoint(p);
    for (int i = 1; i < count; i++) {
      out[from + i] = new EdwardsPoint(out[from + i - 1]);
      out[from + i].add(twice);
    }
  }

  /** One inversion for all denominators (Montgomery's trick). */
  private static AffineTerm[][] affine(EdwardsPoint[] points, int size) {
    FieldElement[] products = new FieldElement[points.length];
    FieldElement product = FieldElement.of(1);
    for (int i = 0; i < points.length; i++) {
      products[i] = new FieldElement();
      products[i].set(product);
      product.mul(product, points[i].z());
    }
    AffineTerm[][] terms = new AffineTerm[points.length / size][size];
    FieldElement inverse = new FieldElement();
    inverse.invert(product);
    FieldElement inverseZ = new FieldElement();
    for (int i = points.length - 1; i >= 0; i--) {
      inverseZ.mul(inverse, products[i]);
      inverse.mul(inverse, points[i].z());
      terms[i / size][i % size] = AffineTerm.of(points[i].x(), points[i].y(), inverseZ);
    }
    return terms;
  }
}
