/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EdwardsPointTest {
  private final Random random = new Random(8);

  /** Points of small order, in the prime-order subgroup, and sums of both. */
  private List<ReferenceCurve.Point> points() {
    List<ReferenceCurve.Point> points = new ArrayList<>(AcceptanceCases.smallOrderPoints());
    for (int i = 0; i < 4; i++) {
      ReferenceCurve.Point p = ReferenceCurve.BASE.times(new BigInteger(252, random));
      points.add(p);
      points.add(p.negated());
      points.add(p.plus(AcceptanceCases.smallOrderPoints().get(i + 4)));
    }
    return points;
  }

  private static EdwardsPoint point(ReferenceCurve.Point p) {
    return EdwardsPoint.decode(p.encode(), 0).orElseThrow();
  }

  @Test
  void baseIsTheBasePoint() {
    assertThat(EdwardsPoint.base().encode()).isEqualTo(ReferenceCurve.BASE.encode());
  }

  @Test
  void decodesEveryCanonicalEncodingAndNoOther() {
    for (int i = 0; i < 300; i++) {
      byte[] b = new byte[32];
      random.nextBytes(b);
      if (i >= 200) {
        java.util.Arrays.fill(b, 1, 32, (byte) 0xff);
        b[0] = (byte) (0xed + i % 19);
        b[31] = (byte) (i % 2 == 0 ? 0x7f : 0xff);
      }
      assertThat(EdwardsPoint.decode(b, 0).map(EdwardsPoint::encode).map(BigInteger::new))
          .isEqualTo(
              ReferenceCurve.decode(b).map(ReferenceCurve.Point::encode).map(BigInteger::new));
      assertThat(EdwardsPoint.decodeLoosely(b, 0).map(EdwardsPoint::encode).map(BigInteger::new))
          .isEqualTo(
              ReferenceCurve.decodeLoosely(b)
                  .map(ReferenceCurve.Point::encode)
                  .map(BigInteger::new));
    }
  }

  @Test
  void addsSubtractsAndDoublesLikeTheDefinition() {
    List<ReferenceCurve.Point> points = points();
    for (ReferenceCurve.Point a : points) {
      EdwardsPoint twice = point(a);
      twice.twice();
      assertThat(twice.encode()).isEqualTo(a.plus(a).encode());
      assertThat(point(a).isNeutral()).isEqualTo(a.equals(ReferenceCurve.NEUTRAL));
      assertThat(point(a).isSmallOrder()).isEqualTo(a.isSmallOrder());
      assertThat(twice.isSmallOrder()).isEqualTo(a.isSmallOrder());
      for (ReferenceCurve.Point b : points) {
        // A denominator other than 1 on either side.
        EdwardsPoint q = point(b);
        q.twice();
        ProjectiveTerm twiceB = ProjectiveTerm.of(q);
        AffineTerm affineB = AffineTerm.of(point(b).x(), point(b).y(), FieldElement.of(1));
        EdwardsPoint p = point(a);
        p.twice();
        p.add(twiceB);
        assertThat(p.encode()).isEqualTo(a.plus(a).plus(b).plus(b).encode());
        p.sub(affineB);
        p.sub(affineB);
        assertThat(p.encode()).isEqualTo(a.plus(a).encode());
        p.add(affineB);
        p.sub(twiceB);
        p.twice();
        assertThat(p.encode()).isEqualTo(a.plus(a).minus(b).times(2).encode());
        p.negate();
        p.add(affineB);
        assertThat(p.encode()).isEqualTo(b.minus(a.plus(a).minus(b).times(2)).encode());
      }
    }
  }

  @Test
  void sumsProducts() {
    List<ReferenceCurve.Point> points = points();
    List<KeptProduct> kept = new ArrayList<>();
    List<FreshProduct> fresh = new ArrayList<>();
    ReferenceCurve.Point sum = ReferenceCurve.NEUTRAL;
    for (int i = 0; i < points.size(); i++) {
      BigInteger n = new BigInteger(i % 3 == 0 ? 128 : 252, random);
      Scalar scalar = Scalar.ofBytes(ReferenceCurve.bytes(n), 0);
      if (i % 2 == 0) {
        kept.add(new KeptProduct(new KeptTable(point(points.get(i)), 3 + i % 6), scalar));
        sum = sum.plus(points.get(i).times(n));
      } else {
        fresh.add(new FreshProduct(point(points.get(i)), scalar));
        sum = sum.minus(points.get(i).times(n));
      }
      assertThat(Products.difference(kept, fresh).encode()).isEqualTo(sum.encode());
    }
  }

  @Test
  void emptySumIsNeutral() {
    assertThat(Products.difference(List.of(), List.of()).isNeutral()).isTrue();
    assertThat(
            Products.difference(
                    List.of(new KeptProduct(KeptTable.BASE, Scalar.ZERO)),
                    List.of(new FreshProduct(EdwardsPoint.base(), Scalar.ZERO)))
                .isNeutral())
        .isTrue();
  }
}
