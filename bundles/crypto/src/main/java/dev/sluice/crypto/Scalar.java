/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Integers modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point,
 * as ten limbs of 28 bits; always in [0, L). Immutable; not constant-time, so never for secrets.
 *
 * <p>28 divides 252, so that 2^252 = -(L - 2^252) modulo L folds whole limbs, and a sum of ten limb
 * products stays below 2^60.
 */
final class Scalar {
  /** Bytes of an encoded scalar. */
  static final int SIZE = 32;

  /** Binary positions of a scalar's non-adjacent form: 253 bits and a carry, rounded up. */
  static final int NAF_SIZE = 256;

  static final Scalar ZERO = new Scalar(new long[10]);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LIMB = 28;
  private static final long MASK = (1L << LIMB) - 1;
  private static final int LIMBS = 10;

  /** Limbs below 2^252. */
  private static final int LOW = 9;

  /** L - 2^252 in limbs. */
  private static final long[] C = {0xcf5d3ed, 0x12631a5, 0x79cd658, 0xf9dea2f, 0x14de};

  private final long[] limbs;

  private Scalar(long[] limbs) {
    this.limbs = limbs;
  }

  /** Whether the 32 bytes at {@code offset}, little-endian, are below L. */
  static boolean isCanonical(byte[] bytes, int offset) {
    return !notBelowL(limbs(bytes, offset, SIZE, LIMBS));
  }

  /** The 32 bytes at {@code offset}, little-endian, modulo L. */
  static Scalar ofBytes(byte[] bytes, int offset) {
    return reduce(limbs(bytes, offset, SIZE, LIMBS));
  }

  /** 64 bytes, little-endian, modulo L. */
  static Scalar ofWideBytes(byte[] bytes) {
    return reduce(limbs(bytes, 0, 64, 19));
  }

  /** 16 bytes at {@code offset}, little-endian. */
  static Scalar ofHalfBytes(byte[] bytes, int offset) {
    return new Scalar(limbs(bytes, offset, 16, LIMBS));
  }

  Scalar plus(Scalar other) {
    long[] x = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      x[i] = limbs[i] + other.limbs[i];
    }
    return reduce(x);
  }

  Scalar times(Scalar other) {
    long[] x = new long[2 * LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      long a = limbs[i];
      if (a != 0) {
        for (int j = 0; j < LIMBS; j++) {
          x[i + j] += a * other.limbs[j];
        }
      }
    }
    return reduce(x);
  }

  byte[] encode() {
    byte[] bytes = new byte[SIZE];
    long[] words = words();
    for (int i = 0; i < 4; i++) {
      LONGS.set(bytes, 8 * i, words[i]);
    }
    return bytes;
  }

  /**
   * Writes the width-w non-adjacent form, w from 2 to 8: each of the {@link #NAF_SIZE} digits is 0
   * or odd, its magnitude below 2^(w-1), and the sum of digit i times 2^i is this scalar. The array
   * must hold zeros.
   *
   * @return the highest i whose digit is not 0, or -1
   */
  int naf(int width, byte[] digits) {
    long[] words = words();
    int carry = 0;
    int last = -1;
    int i = 0;
    while (i < NAF_SIZE) {
      if ((int) (words[i >> 6] >>> (i & 63) & 1) == carry) {
        i++;
        continue;
      }
      int window = (int) (words[i >> 6] >>> (i & 63));
      if ((i & 63) > 64 - width) {
        window |= (int) (words[(i >> 6) + 1] << (64 - (i & 63)));
      }
      int digit = (window & ((1 << width) - 1)) + carry;
      carry = digit >> (width - 1);
      digit -= carry << width;
      digits[i] = (byte) digit;
      last = i;
      i += width;
    }
    return last;
  }

  /** Four words of 64 bits, little-endian, and a zero. */
  private long[] words() {
    long[] words = new long[5];
    for (int i = 0; i < LIMBS; i++) {
      int bit = i * LIMB;
      words[bit >> 6] |= limbs[i] << (bit & 63);
      if ((bit & 63) > 64 - LIMB) {
        words[(bit >> 6) + 1] |= limbs[i] >>> (64 - (bit & 63));
      }
    }
    return words;
  }

  private static long[] limbs(byte[] bytes, int offset, int size, int count) {
    long[] x = new long[count];
    for (int i = 0; i < count; i++) {
      int bit = i * LIMB;
      int at = bit >> 3;
      long four = 0;
      for (int k = 0; k < 4 && at + k < size; k++) {
        four |= (bytes[offset + at + k] & 0xffL) << (8 * k);
      }
      x[i] = four >>> (bit & 7) & MASK;
    }
    return x;
  }

  /** Takes limbs of any sign below 2^60 in magnitude, in all below 2^560; overwrites them. */
  private static Scalar reduce(long[] x) {
    carry(x);
    // 2^252 h = -C h, and C has 125 bits: 560 bits fold to 433, these to 306, these to a remainder
    // above -2^179; 280 bits fold to a remainder above -2^153. Either is below 2^252.
    long[] r = x;
    do {
      r = fold(r);
    } while (r.length > LIMBS);
    if (r[LOW] < 0) {
      for (int j = 0; j < C.length; j++) {
        r[j] += C[j];
      }
      r[LOW] += 1;
      carry(r);
    }
    return new Scalar(r);
  }

  private static long[] fold(long[] x) {
    int high = x.length - LOW;
    long[] r = Arrays.copyOf(x, Math.max(LIMBS, Math.min(x.length, high + C.length)));
    for (int i = LOW; i < r.length; i++) {
      r[i] = 0;
    }
    for (int i = 0; i < high; i++) {
      long h = x[LOW + i];
      for (int j = 0; j < C.length; j++) {
        r[i + j] -= h * C[j];
      }
    }
    carry(r);
    return r;
  }

  /** Brings all limbs but the last into [0, 2^28); the last keeps the sign. */
  private static void carry(long[] x) {
    for (int i = 0; i < x.length - 1; i++) {
      x[i + 1] += x[i] >> LIMB;
      x[i] &= MASK;
    }
  }

  /** Whether ten carried limbs, not negative, are L or more. */
  private static boolean notBelowL(long[] x) {
    if (x[LOW] != 1) {
      return x[LOW] > 1;
    }
    for (int i = LOW - 1; i >= 0; i--) {
      long l = i < C.length ? C[i] : 0;
      if (x[i] != l) {
        return x[i] > l;
      }
    }
    return true;
  }
}
