/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** A point prepared to be added, with denominator 1: (y + x, y - x, 2dxy). Immutable. */
record AffineTerm(FieldElement yPlusX, FieldElement yMinusX, FieldElement xy2d) {
  /** The term of (x/z, y/z), given 1/z. */
  static AffineTerm of(FieldElement x, FieldElement y, FieldElement inverseZ) {
    FieldElement affineX = new FieldElement();
    FieldElement affineY = new FieldElement();
    affineX.mul(x, inverseZ);
    affineY.mul(y, inverseZ);
    FieldElement plus = new FieldElement();
    FieldElement minus = new FieldElement();
    FieldElement xy = new FieldElement();
    plus.add(affineY, affineX);
    minus.sub(affineY, affineX);
    xy.mul(affineX, affineY);
    xy.mul(xy, EdwardsPoint.Constants.D2);
    return new AffineTerm(plus, minus, xy);
  }
}
