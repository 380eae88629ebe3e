/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static dev.sluice.crypto.ReferenceCurve.P;
import static dev.sluice.crypto.ReferenceCurve.bytes;
import static dev.sluice.crypto.ReferenceCurve.integer;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldElementTest {
  private static final BigInteger TOP = BigInteger.TWO.pow(255);

  private final Random random = new Random(25519);

  /** Values at which a carry or the reduction could go wrong, and random ones. */
  private List<BigInteger> values(int randoms) {
    List<BigInteger> values = new ArrayList<>();
    for (int i = -40; i <= 40; i++) {
      for (BigInteger near : List.of(BigInteger.ZERO, P, TOP)) {
        BigInteger v = near.add(BigInteger.valueOf(i));
        if (v.signum() >= 0 && v.compareTo(TOP) < 0) {
          values.add(v);
        }
      }
    }
    for (int limb = 1; limb < 5; limb++) {
      BigInteger edge = BigInteger.TWO.pow(51 * limb);
      values.add(edge);
      values.add(edge.subtract(BigInteger.ONE));
      values.add(P.subtract(edge));
      values.add(TOP.subtract(edge));
    }
    for (int i = 0; i < randoms; i++) {
      values.add(new BigInteger(255, random));
    }
    return values;
  }

  private static FieldElement element(BigInteger v) {
    return FieldElement.ofBytes(bytes(v));
  }

  private static BigInteger value(FieldElement e) {
    return integer(e.encode());
  }

  @Test
  void encodesTheValueBelowP() {
    for (BigInteger v : values(200)) {
      assertThat(value(element(v))).isEqualTo(v.mod(P));
      assertThat(element(v).isZero()).isEqualTo(v.mod(P).signum() == 0);
      assertThat(element(v).isOdd()).isEqualTo(v.mod(P).testBit(0));
    }
  }

  @Test
  void ignoresTheTopBit() {
    byte[] bytes = bytes(BigInteger.TEN);
    bytes[31] |= (byte) 0x80;
    assertThat(value(FieldElement.ofBytes(bytes))).isEqualTo(BigInteger.TEN);
  }

  @Test
  void addsSubtractsAndMultiplies() {
    List<BigInteger> values = values(30);
    for (BigInteger a : values) {
      for (BigInteger b : values) {
        FieldElement r = new FieldElement();
        r.add(element(a), element(b));
        assertThat(value(r)).isEqualTo(a.add(b).mod(P));
        r.sub(element(a), element(b));
        assertThat(value(r)).isEqualTo(a.subtract(b).mod(P));
        r.mul(element(a), element(b));
        assertThat(value(r)).isEqualTo(a.multiply(b).mod(P));
        assertThat(FieldElement.same(element(a), element(b))).isEqualTo(a.mod(P).equals(b.mod(P)));
      }
      FieldElement r = new FieldElement();
      r.sqr(element(a));
      assertThat(value(r)).isEqualTo(a.multiply(a).mod(P));
      r.negate(element(a));
      assertThat(value(r)).isEqualTo(a.negate().mod(P));
    }
  }

  @Test
  void multipliesUncarriedSums() {
    List<BigInteger> values = values(200);
    BigInteger ones = TOP.subtract(BigInteger.ONE);
    for (int i = 0; i < 3000; i++) {
      // Half of the sums reach for the largest limbs.
      Sum a = sum(values, ones, 4, i % 2 == 0);
      Sum b = sum(values, ones, 4, i % 4 < 2);
      FieldElement r = new FieldElement();
      r.mul(a.element, b.element);
      assertThat(value(r)).isEqualTo(a.value.multiply(b.value).mod(P));
      assertThat(value(a.element)).isEqualTo(a.value.mod(P));
      Sum c = sum(values, ones, 2, i % 2 == 0);
      r.sqr(c.element);
      assertThat(value(r)).isEqualTo(c.value.multiply(c.value).mod(P));
    }
  }

  private record Sum(FieldElement element, BigInteger value) {}

  /** Four (or two) elements added or subtracted without a carry. */
  private Sum sum(List<BigInteger> values, BigInteger ones, int count, boolean extreme) {
    FieldElement e = new FieldElement();
    BigInteger v = BigInteger.ZERO;
    boolean minus = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      BigInteger next = extreme ? ones : values.get(random.nextInt(values.size()));
      minus = extreme ? minus : random.nextBoolean();
      if (minus) {
        e.sub(e, element(next));
        v = v.subtract(next);
      } else {
        e.add(e, element(next));
        v = v.add(next);
      }
    }
    return new Sum(e, v);
  }

  @Test
  void staysExactOverLongChains() {
    FieldElement e = element(BigInteger.valueOf(3));
    BigInteger v = BigInteger.valueOf(3);
    FieldElement f = new FieldElement();
    for (int i = 0; i < 2000; i++) {
      f.sqr(e);
      e.sub(f, e);
      e.mul(e, f);
      BigInteger w = v.multiply(v).mod(P);
      v = w.subtract(v).multiply(w).mod(P);
      assertThat(value(e)).isEqualTo(v);
    }
  }

  @Test
  void invertsAndRaises() {
    BigInteger exponent = P.subtract(BigInteger.valueOf(5)).shiftRight(3);
    for (BigInteger v : values(20)) {
      FieldElement r = new FieldElement();
      r.invert(element(v));
      assertThat(value(r)).isEqualTo(v.modPow(P.subtract(BigInteger.TWO), P));
      r.powPMinus5Over8(element(v));
      assertThat(value(r)).isEqualTo(v.modPow(exponent, P));
    }
  }

  @Test
  void resultMayBeAnArgument() {
    FieldElement e = element(BigInteger.valueOf(7));
    e.mul(e, e);
    e.add(e, e);
    e.sqr(e);
    e.invert(e);
    assertThat(value(e)).isEqualTo(BigInteger.valueOf(98 * 98).modInverse(P));
  }
}
