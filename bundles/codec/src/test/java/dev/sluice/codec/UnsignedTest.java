/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Compares {@link U128} and {@link U256} with {@link BigInteger} on edges and random numbers. */
class UnsignedTest {
  private static final long[] WORDS = {
    0, 1, 2, 3, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2, 10
  };

  private static List<BigInteger> numbers(int words, int count) {
    SplittableRandom random = new SplittableRandom(17);
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger number = BigInteger.ZERO;
      for (int w = 0; w < words; w++) {
        long word = random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : random.nextLong();
        number = number.shiftLeft(64).or(U256.unsigned(word));
      }
      numbers.add(random.nextInt(3) == 0 ? number.shiftRight(random.nextInt(64 * words)) : number);
    }
    return numbers;
  }

  private static void check(
      BigInteger a,
      BigInteger b,
      BigInteger expected,
      int bits,
      BinaryOperator<BigInteger> actual) {
    if (expected.signum() < 0 || expected.bitLength() > bits) {
      assertThatThrownBy(() -> actual.apply(a, b)).isInstanceOf(ArithmeticException.class);
    } else if (!actual.apply(a, b).equals(expected)) {
      assertThat(actual.apply(a, b)).as(a + " and " + b).isEqualTo(expected);
    }
  }

  private static BinaryOperator<BigInteger> u128(BinaryOperator<U128> operator) {
    return (a, b) -> operator.apply(U128.of(a), U128.of(b)).toBigInteger();
  }

  private static BinaryOperator<BigInteger> u256(BinaryOperator<U256> operator) {
    return (a, b) -> operator.apply(U256.of(a), U256.of(b)).toBigInteger();
  }

  @Test
  void u128AgreesWithBigInteger() {
    List<BigInteger> numbers = numbers(2, 250);
    for (BigInteger a : numbers) {
      for (BigInteger b : numbers) {
        check(a, b, a.add(b), 128, u128(U128::add));
        check(a, b, a.subtract(b), 128, u128(U128::subtract));
        check(a, b, a.multiply(b), 128, u128(U128::multiply));
        if (b.signum() != 0) {
          check(a, b, a.divide(b), 128, u128(U128::divide));
          check(a, b, a.mod(b), 128, u128(U128::remainder));
        }
        check(a, b, a.and(b), 128, u128(U128::and));
        check(a, b, a.or(b), 128, u128(U128::or));
        check(a, b, a.xor(b), 128, u128(U128::xor));
        assertThat(Integer.signum(U128.of(a).compareTo(U128.of(b)))).isEqualTo(a.compareTo(b));
      }
    }
  }

  @Test
  void u256AgreesWithBigInteger() {
    List<BigInteger> numbers = numbers(4, 150);
    for (BigInteger a : numbers) {
      for (BigInteger b : numbers) {
        check(a, b, a.add(b), 256, u256(U256::add));
        check(a, b, a.subtract(b), 256, u256(U256::subtract));
        check(a, b, a.multiply(b), 256, u256(U256::multiply));
        if (b.signum() != 0) {
          check(a, b, a.divide(b), 256, u256(U256::divide));
          check(a, b, a.mod(b), 256, u256(U256::remainder));
        }
        check(a, b, a.and(b), 256, u256(U256::and));
        check(a, b, a.or(b), 256, u256(U256::or));
        check(a, b, a.xor(b), 256, u256(U256::xor));
        assertThat(Integer.signum(U256.of(a).compareTo(U256.of(b)))).isEqualTo(a.compareTo(b));
      }
    }
  }

  @Test
  void shiftsAgreeWithBigInteger() {
    BigInteger mask128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    BigInteger mask256 = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger a : numbers(2, 50)) {
      for (int n = 0; n < 128; n++) {
        assertThat(U128.of(a).shiftLeft(n).toBigInteger()).isEqualTo(a.shiftLeft(n).and(mask128));
        assertThat(U128.of(a).shiftRight(n).toBigInteger()).isEqualTo(a.shiftRight(n));
      }
    }
    for (BigInteger a : numbers(4, 50)) {
      for (int n = 0; n < 256; n++) {
        assertThat(U256.of(a).shiftLeft(n).toBigInteger()).isEqualTo(a.shiftLeft(n).and(mask256));
        assertThat(U256.of(a).shiftRight(n).toBigInteger()).isEqualTo(a.shiftRight(n));
      }
    }
    assertThatThrownBy(() -> U128.ONE.shiftLeft(128)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> U256.ONE.shiftRight(256)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void divisionByZeroFails() {
    for (U128 a : List.of(U128.ZERO, U128.ONE, U128.MAX)) {
      assertThatThrownBy(() -> a.divide(U128.ZERO)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> a.remainder(U128.ZERO)).isInstanceOf(ArithmeticException.class);
    }
    for (U256 a : List.of(U256.ZERO, U256.ONE, U256.MAX)) {
      assertThatThrownBy(() -> a.divide(U256.ZERO)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> a.remainder(U256.ZERO)).isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void textAndBytes() {
    for (BigInteger a : numbers(4, 100)) {
      U256 wide = U256.of(a);
      assertThat(wide).hasToString(a.toString());
      assertThat(wide.bitLength()).isEqualTo(a.bitLength());
      byte[] bytes = new byte[33];
      wide.toLittleEndian(bytes, 1);
      assertThat(U256.fromLittleEndian(bytes, 1)).isEqualTo(wide).hasSameHashCodeAs(wide);
    }
    for (BigInteger a : numbers(2, 100)) {
      U128 number = U128.of(a);
      assertThat(number).hasToString(a.toString());
      assertThat(number.bitLength()).isEqualTo(a.bitLength());
      assertThat(U256.of(number).toBigInteger()).isEqualTo(a);
      byte[] bytes = new byte[17];
      number.toLittleEndian(bytes, 1);
      assertThat(U128.fromLittleEndian(bytes, 1)).isEqualTo(number).hasSameHashCodeAs(number);
    }
    assertThatThrownBy(() -> U128.of(BigInteger.ONE.shiftLeft(128)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> U256.of(BigInteger.valueOf(-1)))
        .isInstanceOf(ArithmeticException.class);
  }
}
