/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.math.BigInteger;

/**
 * An unsigned 128-bit integer. Immutable. Arithmetic is checked: a result that does not fit raises
 * {@link ArithmeticException}; only {@link #shiftLeft} drops bits.
 */
public final class U128 implements Comparable<U128> {
  /** Bytes of the fixed-width form. */
  public static final int BYTES = 16;

  /** 0. */
  public static final U128 ZERO = new U128(0, 0);

  /** 1. */
  public static final U128 ONE = new U128(0, 1);

  /** 2^128 - 1. */
  public static final U128 MAX = new U128(-1, -1);

  private static final BigInteger LOW_MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final long high;
  private final long low;

  private U128(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The number {@code high * 2^64 + low}, both read as unsigned. */
  public static U128 of(long high, long low) {
    return new U128(high, low);
  }

  /** The number {@code value}, read as unsigned. */
  public static U128 of(long value) {
    return new U128(0, value);
  }

  /**
   * The number {@code value}.
   *
   * @throws ArithmeticException if it is negative or needs more than 128 bits
   */
  public static U128 of(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 128) {
      throw overflow();
    }
    return new U128(value.shiftRight(64).longValue(), value.and(LOW_MASK).longValue());
  }

  /** Reads 16 bytes, lowest first, from {@code offset} on. */
  public static U128 fromLittleEndian(byte[] bytes, int offset) {
    return new U128(LittleEndian.getLong(bytes, offset + 8), LittleEndian.getLong(bytes, offset));
  }

  /** Writes 16 bytes, lowest first, from {@code offset} on. */
  public void toLittleEndian(byte[] target, int offset) {
    LittleEndian.putLong(target, offset, low);
    LittleEndian.putLong(target, offset + 8, high);
  }

  /** The upper 64 bits. */
  public long high() {
    return high;
  }

  /** The lower 64 bits. */
  public long low() {
    return low;
  }

  /** Number of bits up to the highest one that is set. */
  public int bitLength() {
    return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
  }

  /** {@code this + other}. */
  public U128 add(U128 other) {
    long lowSum = low + other.low;
    long highSum = high + other.high;
    boolean carry = Long.compareUnsigned(lowSum, low) < 0;
    boolean overflow = Long.compareUnsigned(highSum, high) < 0;
    if (carry) {
      overflow |= ++highSum == 0;
    }
    if (overflow) {
      throw overflow();
    }
    return new U128(highSum, lowSum);
  }

  /** {@code this - other}. */
  public U128 subtract(U128 other) {
    if (compareTo(other) < 0) {
      throw overflow();
    }
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new U128(high - other.high - borrow, low - other.low);
  }

  /** {@code this * other}. */
  public U128 multiply(U128 other) {
    if (high != 0 && other.high != 0) {
      throw overflow();
    }
    // At most one of the two cross products is not zero.
    long wide = high != 0 ? high : other.high;
    long narrow = high != 0 ? other.low : low;
    if (multiplyHigh(wide, narrow) != 0) {
      throw overflow();
    }
    long carry = multiplyHigh(low, other.low);
    long productHigh = wide * narrow + carry;
    if (Long.compareUnsigned(productHigh, carry) < 0) {
      throw overflow();
    }
    return new U128(productHigh, low * other.low);
  }

  /**
   * {@code this / divisor}, rounded down.
   *
   * @throws ArithmeticException if the divisor is 0
   */
  public U128 divide(U128 divisor) {
    if (divisor.high != 0) {
      return new U128(0, divideByWide(divisor));
    }
    if (high == 0) {
      return new U128(0, Long.divideUnsigned(low, divisor.low));
    }
    long quotientHigh = divideLongs(high, divisor.low);
    long rest = high - quotientHigh * divisor.low;
    return new U128(quotientHigh, divideWords(rest, low, divisor.low));
  }

  /**
   * The rest of {@code this / divisor}.
   *
   * @throws ArithmeticException if the divisor is 0
   */
  public U128 remainder(U128 divisor) {
    if (divisor.high != 0) {
      return minusProduct(divideByWide(divisor), divisor);
    }
    if (high == 0) {
      return new U128(0, Long.remainderUnsigned(low, divisor.low));
    }
    long rest = high - divideLongs(high, divisor.low) * divisor.low;
    return new U128(0, low - divideWords(rest, low, divisor.low) * divisor.low);
  }

  private static long divideLongs(long dividend, long divisor) {
    // Mostly so, and division is slow.
    return divisor != 0 && Long.compareUnsigned(dividend, divisor) < 0
        ? 0
        : Long.divideUnsigned(dividend, divisor);
  }

  /**
   * The quotient, which fits 64 bits, by a divisor of more than 64 bits: the divisor's top 64 bits
   * give an estimate that is right or one too large (Warren, Hacker's Delight, 9-5).
   */
  private long divideByWide(U128 divisor) {
    int shift = Long.numberOfLeadingZeros(divisor.high);
    long top = divisor.shiftLeft(shift).high;
    U128 half = shiftRight(1);
    long estimate = divideWords(half.high, half.low, top) >>> (63 - shift);
    if (estimate != 0) {
      estimate--;
    }
    return minusProduct(estimate, divisor).compareTo(divisor) >= 0 ? estimate + 1 : estimate;
  }

  /** {@code this - factor * divisor}, known to be neither negative nor above 128 bits. */
  private U128 minusProduct(long factor, U128 divisor) {
    long productLow = factor * divisor.low;
    long productHigh = multiplyHigh(factor, divisor.low) + factor * divisor.high;
    long borrow = Long.compareUnsigned(low, productLow) < 0 ? 1 : 0;
    return new U128(high - productHigh - borrow, low - productLow);
  }

  /**
   * The quotient of {@code high * 2^64 + low} by {@code divisor}, where {@code high < divisor}, by
   * long division with 32-bit digits (Knuth, The Art of Computer Programming 2, 4.3.1, D).
   */
  private static long divideWords(long high, long low, long divisor) {
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long dHigh = d >>> 32;
    long dLow = d & 0xffff_ffffL;
    long upper = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
    long lower = low << shift;
    long q1 = digit(upper, lower >>> 32, dHigh, dLow);
    long middle = (upper << 32) + (lower >>> 32) - q1 * d;
    long q0 = digit(middle, lower & 0xffff_ffffL, dHigh, dLow);
    return (q1 << 32) + q0;
  }

  /** One digit of the quotient of {@code upper * 2^32 + next} by {@code dHigh * 2^32 + dLow}. */
  private static long digit(long upper, long next, long dHigh, long dLow) {
    // Floating point divides several times faster than integer division on most processors; the
    // quotient is below 2^33, so it is right or off by one.
    long quotient = (long) ((upper >>> 1) * 2.0 / dHigh);
    long rest = upper - quotient * dHigh;
    if (rest < 0) {
      quotient--;
      rest += dHigh;
    } else if (rest >= dHigh) {
      quotient++;
      rest -= dHigh;
    }
    while (quotient >>> 32 != 0 || Long.compareUnsigned(quotient * dLow, (rest << 32) + next) > 0) {
      quotient--;
      rest += dHigh;
      if (rest >>> 32 != 0) {
        break;
      }
    }
    return quotient;
  }

  /** The upper 64 bits of the unsigned product. */
  static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  /** Bitwise and. */
  public U128 and(U128 other) {
    return new U128(high & other.high, low & other.low);
  }

  /** Bitwise or. */
  public U128 or(U128 other) {
    return new U128(high | other.high, low | other.low);
  }

  /** Bitwise exclusive or. */
  public U128 xor(U128 other) {
    return new U128(high ^ other.high, low ^ other.low);
  }

  /** Shifts by 0 to 127 bits; bits beyond the highest are lost. */
  public U128 shiftLeft(int bits) {
    requireShift(bits);
    if (bits >= 64) {
      return new U128(low << (bits - 64), 0);
    }
    return bits == 0 ? this : new U128((high << bits) | (low >>> (64 - bits)), low << bits);
  }

  /** Shifts by 0 to 127 bits; bits below the lowest are lost. */
  public U128 shiftRight(int bits) {
    requireShift(bits);
    if (bits >= 64) {
      return new U128(0, high >>> (bits - 64));
    }
    return bits == 0 ? this : new U128(high >>> bits, (low >>> bits) | (high << (64 - bits)));
  }

  private static void requireShift(int bits) {
    if (bits < 0 || bits > 127) {
      throw new ArithmeticException("shift of a u128 by " + bits + " bits");
    }
  }

  private static ArithmeticException overflow() {
    return new ArithmeticException("result does not fit u128");
  }

  /** The number. */
  public BigInteger toBigInteger() {
    return U256.unsigned(high).shiftLeft(64).or(U256.unsigned(low));
  }

  @Override
  public int compareTo(U128 other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof U128 that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /** Decimal digits. */
  @Override
  public String toString() {
    return high == 0 ? Long.toUnsignedString(low) : toBigInteger().toString();
  }
}
