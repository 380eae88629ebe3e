/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

/** A point prepared to be added, with any denominator: (y + x, y - x, 2z, 2dt). Immutable. */
record ProjectiveTerm(
    FieldElement yPlusX, FieldElement yMinusX, FieldElement z2, FieldElement t2d) {
  static ProjectiveTerm of(EdwardsPoint p) {
    FieldElement plus = new FieldElement();
    FieldElement minus = new FieldElement();
    FieldElement z2 = new FieldElement();
    FieldElement t2d = new FieldElement();
    plus.add(p.y(), p.x());
    minus.sub(p.y(), p.x());
    z2.add(p.z(), p.z());
    t2d.mul(p.t(), EdwardsPoint.Constants.D2);
    return new ProjectiveTerm(plus, minus, z2, t2d);
  }
}
