/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static dev.sluice.crypto.ReferenceCurve.L;
import static dev.sluice.crypto.ReferenceCurve.bytes;
import static dev.sluice.crypto.ReferenceCurve.integer;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTest {
  private final Random random = new Random(252);

  private List<BigInteger> values(int randoms) {
    List<BigInteger> values = new ArrayList<>();
    BigInteger top = BigInteger.TWO.pow(256);
    for (int i = -3; i <= 3; i++) {
      for (BigInteger near :
          List.of(BigInteger.ZERO, L, L.shiftLeft(1), BigInteger.TWO.pow(252), top)) {
        BigInteger v = near.add(BigInteger.valueOf(i));
        if (v.signum() >= 0 && v.compareTo(top) < 0) {
          values.add(v);
        }
      }
    }
    for (int i = 28; i < 256; i += 28) {
      values.add(BigInteger.TWO.pow(i));
      values.add(BigInteger.TWO.pow(i).subtract(BigInteger.ONE));
    }
    for (int i = 0; i < randoms; i++) {
      values.add(new BigInteger(256, random));
    }
    return values;
  }

  private static Scalar scalar(BigInteger v) {
    return Scalar.ofBytes(bytes(v), 0);
  }

  private static BigInteger value(Scalar s) {
    return integer(s.encode());
  }

  @Test
  void reducesAndTellsCanonical() {
    for (BigInteger v : values(500)) {
      assertThat(value(scalar(v))).isEqualTo(v.mod(L));
      assertThat(Scalar.isCanonical(bytes(v), 0)).isEqualTo(v.compareTo(L) < 0);
    }
  }

  @Test
  void readsAtAnOffset() {
    byte[] b = new byte[40];
    System.arraycopy(bytes(L), 0, b, 8, 32);
    assertThat(Scalar.isCanonical(b, 8)).isFalse();
    assertThat(value(Scalar.ofBytes(b, 8))).isZero();
    b[8]--;
    assertThat(Scalar.isCanonical(b, 8)).isTrue();
  }

  @Test
  void reducesWideNumbers() {
    for (int i = 0; i < 2000; i++) {
      byte[] b = new byte[64];
      random.nextBytes(b);
      if (i < 64) {
        java.util.Arrays.fill(b, i, 64, (byte) 0xff);
      }
      assertThat(value(Scalar.ofWideBytes(b))).isEqualTo(integer(b).mod(L));
    }
  }

  @Test
  void readsHalfNumbers() {
    byte[] b = new byte[20];
    java.util.Arrays.fill(b, (byte) 0xff);
    assertThat(value(Scalar.ofHalfBytes(b, 2)))
        .isEqualTo(BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
  }

  @Test
  void addsAndMultiplies() {
    List<BigInteger> values = values(50);
    for (BigInteger a : values) {
      for (BigInteger b : values) {
        assertThat(value(scalar(a).plus(scalar(b)))).isEqualTo(a.add(b).mod(L));
        assertThat(value(scalar(a).times(scalar(b)))).isEqualTo(a.multiply(b).mod(L));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void nafIsSparseAndExact(int width) {
    for (BigInteger v : values(200)) {
      byte[] digits = new byte[Scalar.NAF_SIZE];
      int top = scalar(v).naf(width, digits);
      BigInteger sum = BigInteger.ZERO;
      int last = -width;
      for (int i = 0; i < digits.length; i++) {
        if (digits[i] != 0) {
          assertThat(digits[i] & 1).isOne();
          assertThat(Math.abs(digits[i])).isLessThan(1 << (width - 1));
          assertThat(i - last).isGreaterThanOrEqualTo(width);
          last = i;
          sum = sum.add(BigInteger.valueOf(digits[i]).shiftLeft(i));
        }
      }
      assertThat(sum).isEqualTo(v.mod(L));
      assertThat(top).isEqualTo(v.mod(L).signum() == 0 ? -1 : last);
    }
  }
}
