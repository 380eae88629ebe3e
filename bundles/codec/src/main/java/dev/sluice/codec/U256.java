/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.math.BigInteger;

/**
 * An unsigned 256-bit integer. Immutable. Arithmetic is checked: a result that does not fit raises
 * {@link ArithmeticException}; only {@link #shiftLeft} drops bits.
 */
public final class U256 implements Comparable<U256> {
  /** Bytes of the fixed-width form. */
  public static final int BYTES = 32;

  /** 0. */
  public static final U256 ZERO = new U256(0, 0, 0, 0);

  /** 1. */
  public static final U256 ONE = new U256(0, 0, 0, 1);

  /** 2^256 - 1. */
  public static final U256 MAX = new U256(-1, -1, -1, -1);

  private final long w3;
  private final long w2;
  private final long w1;
  private final long w0;

  private U256(long w3, long w2, long w1, long w0) {
    this.w3 = w3;
    this.w2 = w2;
    this.w1 = w1;
    this.w0 = w0;
  }

  /** The number with these 64-bit words, highest first, read as unsigned. */
  public static U256 of(long w3, long w2, long w1, long w0) {
    return new U256(w3, w2, w1, w0);
  }

  /** The number {@code value}, read as unsigned. */
  public static U256 of(long value) {
    return new U256(0, 0, 0, value);
  }

  /** The number {@code value}. */
  public static U256 of(U128 value) {
    return new U256(0, 0, value.high(), value.low());
  }

  /**
   * The number {@code value}.
   *
   * @throws ArithmeticException if it is negative or needs more than 256 bits
   */
  public static U256 of(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw overflow();
    }
    return new U256(
        value.shiftRight(192).longValue(),
        value.shiftRight(128).longValue(),
        value.shiftRight(64).longValue(),
        value.longValue());
  }

  /** Reads 32 bytes, lowest first, from {@code offset} on. */
  public static U256 fromLittleEndian(byte[] bytes, int offset) {
    return new U256(
        LittleEndian.getLong(bytes, offset + 24),
        LittleEndian.getLong(bytes, offset + 16),
        LittleEndian.getLong(bytes, offset + 8),
        LittleEndian.getLong(bytes, offset));
  }

  /** Writes 32 bytes, lowest first, from {@code offset} on. */
  public void toLittleEndian(byte[] target, int offset) {
    for (int i = 0; i < 4; i++) {
      LittleEndian.putLong(target, offset + 8 * i, word(i));
    }
  }

  /** The 64-bit word at {@code index}, where 0 is the lowest and 3 the highest. */
  public long word(int index) {
    return switch (index) {
      case 0 -> w0;
      case 1 -> w1;
      case 2 -> w2;
      case 3 -> w3;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /** Number of bits up to the highest one that is set. */
  public int bitLength() {
    for (int i = 3; i >= 0; i--) {
      if (word(i) != 0) {
        return 64 * (i + 1) - Long.numberOfLeadingZeros(word(i));
      }
    }
    return 0;
  }

  /** The lower 128 bits. */
  public U128 lowU128() {
    return U128.of(w1, w0);
  }

  private boolean fitsU128() {
    return (w3 | w2) == 0;
  }

  /** {@code this + other}. */
  public U256 add(U256 other) {
    long s0 = w0 + other.w0;
    long carry = Long.compareUnsigned(s0, w0) < 0 ? 1 : 0;
    long s1 = w1 + other.w1 + carry;
    carry = carryOut(w1, other.w1, s1);
    long s2 = w2 + other.w2 + carry;
    carry = carryOut(w2, other.w2, s2);
    long s3 = w3 + other.w3 + carry;
    if (carryOut(w3, other.w3, s3) != 0) {
      throw overflow();
    }
    return new U256(s3, s2, s1, s0);
  }

  /** The carry out of the top bit of a sum of two words and a carry in. */
  private static long carryOut(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  /** {@code this - other}. */
  public U256 subtract(U256 other) {
    long d0 = w0 - other.w0;
    long borrow = borrowOut(w0, other.w0, d0);
    long d1 = w1 - other.w1 - borrow;
    borrow = borrowOut(w1, other.w1, d1);
    long d2 = w2 - other.w2 - borrow;
    borrow = borrowOut(w2, other.w2, d2);
    long d3 = w3 - other.w3 - borrow;
    if (borrowOut(w3, other.w3, d3) != 0) {
      throw overflow();
    }
    return new U256(d3, d2, d1, d0);
  }

  private static long borrowOut(long a, long b, long difference) {
    return ((~a & b) | ((~a | b) & difference)) >>> 63;
  }

  /** {@code this * other}. */
  public U256 multiply(U256 other) {
    long[] product = new long[4];
    for (int i = 0; i < 4; i++) {
      long a = word(i);
      if (a == 0) {
        continue;
      }
      long carry = 0;
      for (int j = 0; j < 4; j++) {
        long b = other.word(j);
        if (i + j >= 4) {
          if (b != 0) {
            throw overflow();
          }
          continue;
        }
        long low = a * b;
        long sum = low + carry;
        long next = U128.multiplyHigh(a, b) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        long total = product[i + j] + sum;
        carry = next + (Long.compareUnsigned(total, sum) < 0 ? 1 : 0);
        product[i + j] = total;
      }
      if (carry != 0) {
        throw overflow();
      }
    }
    return new U256(product[3], product[2], product[1], product[0]);
  }

  /**
   * {@code this / divisor}, rounded down.
   *
   * @throws ArithmeticException if the divisor is 0
   */
  public U256 divide(U256 divisor) {
    return fitsU128() && divisor.fitsU128()
        ? of(lowU128().divide(divisor.lowU128()))
        : of(toBigInteger().divide(divisor.toBigInteger()));
  }

  /**
   * The rest of {@code this / divisor}.
   *
   * @throws ArithmeticException if the divisor is 0
   */
  public U256 remainder(U256 divisor) {
    return fitsU128() && divisor.fitsU128()
        ? of(lowU128().remainder(divisor.lowU128()))
        : of(toBigInteger().remainder(divisor.toBigInteger()));
  }

  /** Bitwise and. */
  public U256 and(U256 other) {
    return new U256(w3 & other.w3, w2 & other.w2, w1 & other.w1, w0 & other.w0);
  }

  /** Bitwise or. */
  public U256 or(U256 other) {
    return new U256(w3 | other.w3, w2 | other.w2, w1 | other.w1, w0 | other.w0);
  }

  /** Bitwise exclusive or. */
  public U256 xor(U256 other) {
    return new U256(w3 ^ other.w3, w2 ^ other.w2, w1 ^ other.w1, w0 ^ other.w0);
  }

  /** Shifts by 0 to 255 bits; bits beyond the highest are lost. */
  public U256 shiftLeft(int bits) {
    requireShift(bits);
    return new U256(shifted(192 - bits), shifted(128 - bits), shifted(64 - bits), shifted(-bits));
  }

  /** Shifts by 0 to 255 bits; bits below the lowest are lost. */
  public U256 shiftRight(int bits) {
    requireShift(bits);
    return new U256(shifted(192 + bits), shifted(128 + bits), shifted(64 + bits), shifted(bits));
  }

  /** The 64 bits from bit {@code from} on, which may lie outside of 0..255, where bits are 0. */
  private long shifted(int from) {
    int index = Math.floorDiv(from, 64);
    int offset = Math.floorMod(from, 64);
    long low = index < 0 || index > 3 ? 0 : word(index);
    if (offset == 0) {
      return low;
    }
    long high = index < -1 || index > 2 ? 0 : word(index + 1);
    return (low >>> offset) | (high << (64 - offset));
  }

  private static void requireShift(int bits) {
    if (bits < 0 || bits > 255) {
      throw new ArithmeticException("shift of a u256 by " + bits + " bits");
    }
  }

  private static ArithmeticException overflow() {
    return new ArithmeticException("result does not fit u256");
  }

  /** The number. */
  public BigInteger toBigInteger() {
    BigInteger value = unsigned(w3);
    for (int i = 2; i >= 0; i--) {
      value = value.shiftLeft(64).or(unsigned(word(i)));
    }
    return value;
  }

  static BigInteger unsigned(long word) {
    BigInteger value = BigInteger.valueOf(word & Long.MAX_VALUE);
    return word < 0 ? value.setBit(63) : value;
  }

  @Override
  public int compareTo(U256 other) {
    if (w3 != other.w3) {
      return Long.compareUnsigned(w3, other.w3);
    } else if (w2 != other.w2) {
      return Long.compareUnsigned(w2, other.w2);
    } else if (w1 != other.w1) {
      return Long.compareUnsigned(w1, other.w1);
    }
    return Long.compareUnsigned(w0, other.w0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof U256 that
        && w0 == that.w0
        && w1 == that.w1
        && w2 == that.w2
        && w3 == that.w3;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * Long.hashCode(w3) + Long.hashCode(w2)) + Long.hashCode(w1))
        + Long.hashCode(w0);
  }

  /** Decimal digits. */
  @Override
  public String toString() {
    return fitsU128() ? lowU128().toString() : toBigInteger().toString();
  }
}
