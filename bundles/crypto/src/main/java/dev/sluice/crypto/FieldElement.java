/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * An element of the field of 2^255 - 19 elements, as five signed limbs of 51 bits. Mutable; not
 * thread-safe; not constant-time, so it must never hold a secret.
 *
 * <p>Limbs may be negative and may exceed 51 bits. Call a result of {@link #mul}, {@link #sqr} or
 * {@link #decode} <em>tight</em>: its limbs are below 2^51 + 2^17 in magnitude. Sums and
 * differences are not carried: {@link #mul} takes sums of up to four tight elements on either side,
 * {@link #sqr} of up to two, {@link #encode} of up to four. All arguments of a function may be the
 * same object.
 *
 * <p>How a product is made without 128-bit sums: for limbs a and b, {@code multiplyHigh(a << 9, b
 * << 4)} is floor(ab / 2^51), the part that belongs to the next limb. With S the sum of the
 * products modulo 2^64 and H the sum of these high parts, S - (H << 51) is the exact sum of the low
 * parts.
 */
final class FieldElement {
  /** Bytes of an encoded element. */
  static final int SIZE = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LIMB = 51;
  private static final long MASK = (1L << LIMB) - 1;

  private long l0;
  private long l1;
  private long l2;
  private long l3;
  private long l4;

  /** A new element with the value of a small non-negative number. */
  static FieldElement of(long small) {
    FieldElement r = new FieldElement();
    r.l0 = small;
    return r;
  }

  /** A new element read from 32 bytes, little-endian; the top bit is ignored. */
  static FieldElement ofBytes(byte[] bytes) {
    FieldElement r = new FieldElement();
    r.decode(bytes, 0);
    return r;
  }

  void set(FieldElement a) {
    l0 = a.l0;
    l1 = a.l1;
    l2 = a.l2;
    l3 = a.l3;
    l4 = a.l4;
  }

  void setSmall(long small) {
    l0 = small;
    l1 = 0;
    l2 = 0;
    l3 = 0;
    l4 = 0;
  }

  /** this = a + b, not carried. */
  void add(FieldElement a, FieldElement b) {
    l0 = a.l0 + b.l0;
    l1 = a.l1 + b.l1;
    l2 = a.l2 + b.l2;
    l3 = a.l3 + b.l3;
    l4 = a.l4 + b.l4;
  }

  /** this = a - b, not carried. */
  void sub(FieldElement a, FieldElement b) {
    l0 = a.l0 - b.l0;
    l1 = a.l1 - b.l1;
    l2 = a.l2 - b.l2;
    l3 = a.l3 - b.l3;
    l4 = a.l4 - b.l4;
  }

  void negate(FieldElement a) {
    l0 = -a.l0;
    l1 = -a.l1;
    l2 = -a.l2;
    l3 = -a.l3;
    l4 = -a.l4;
  }

  /** this = a * b, tight. */
  void mul(FieldElement a, FieldElement b) {
    long a0 = a.l0;
    long a1 = a.l1;
    long a2 = a.l2;
    long a3 = a.l3;
    long a4 = a.l4;
    long b0 = b.l0;
    long b1 = b.l1;
    long b2 = b.l2;
    long b3 = b.l3;
    long b4 = b.l4;
    long c1 = b1 * 19;
    long c2 = b2 * 19;
    long c3 = b3 * 19;
    long c4 = b4 * 19;
    long s0 = a0 * b0 + a1 * c4 + a2 * c3 + a3 * c2 + a4 * c1;
    long s1 = a0 * b1 + a1 * b0 + a2 * c4 + a3 * c3 + a4 * c2;
    long s2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * c4 + a4 * c3;
    long s3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * c4;
    long s4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
    a0 <<= 9;
    a1 <<= 9;
    a2 <<= 9;
    a3 <<= 9;
    a4 <<= 9;
    b0 <<= 4;
    b1 <<= 4;
    b2 <<= 4;
    b3 <<= 4;
    b4 <<= 4;
    c1 <<= 4;
    c2 <<= 4;
    c3 <<= 4;
    c4 <<= 4;
    long h0 = high(a0, b0) + high(a1, c4) + high(a2, c3) + high(a3, c2) + high(a4, c1);
    long h1 = high(a0, b1) + high(a1, b0) + high(a2, c4) + high(a3, c3) + high(a4, c2);
    long h2 = high(a0, b2) + high(a1, b1) + high(a2, b0) + high(a3, c4) + high(a4, c3);
    long h3 = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0) + high(a4, c4);
    long h4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
    carry(
        s0 - (h0 << LIMB) + 19 * h4,
        s1 - (h1 << LIMB) + h0,
        s2 - (h2 << LIMB) + h1,
        s3 - (h3 << LIMB) + h2,
        s4 - (h4 << LIMB) + h3);
  }

  /** this = a * a, tight. */
  void sqr(FieldElement a) {
    long a0 = a.l0;
    long a1 = a.l1;
    long a2 = a.l2;
    long a3 = a.l3;
    long a4 = a.l4;
    long c3 = a3 * 19;
    long c4 = a4 * 19;
    long s0 = a0 * a0 + 2 * (a1 * c4 + a2 * c3);
    long s1 = a3 * c3 + 2 * (a0 * a1 + a2 * c4);
    long s2 = a1 * a1 + 2 * (a0 * a2 + a3 * c4);
    long s3 = a4 * c4 + 2 * (a0 * a3 + a1 * a2);
    long s4 = a2 * a2 + 2 * (a0 * a4 + a1 * a3);
    long b0 = a0 << 4;
    long b1 = a1 << 4;
    long b2 = a2 << 4;
    a0 <<= 9;
    a1 <<= 9;
    a2 <<= 9;
    long b3 = a3 << 9;
    long b4 = a4 << 9;
    c3 <<= 4;
    c4 <<= 4;
    long h0 = high(a0, b0) + 2 * (high(a1, c4) + high(a2, c3));
    long h1 = high(b3, c3) + 2 * (high(a0, b1) + high(a2, c4));
    long h2 = high(a1, b1) + 2 * (high(a0, b2) + high(b3, c4));
    long h3 = high(b4, c4) + 2 * (high(b3, b0) + high(a1, b2));
    long h4 = high(a2, b2) + 2 * (high(b4, b0) + high(b3, b1));
    carry(
        s0 - (h0 << LIMB) + 19 * h4,
        s1 - (h1 << LIMB) + h0,
        s2 - (h2 << LIMB) + h1,
        s3 - (h3 << LIMB) + h2,
        s4 - (h4 << LIMB) + h3);
  }

  /** this = a^(2^n), tight; n at least 1. */
  void sqr(FieldElement a, int n) {
    sqr(a);
    for (int i = 1; i < n; i++) {
      sqr(this);
    }
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  private void carry(long r0, long r1, long r2, long r3, long r4) {
    l0 = (r0 & MASK) + 19 * (r4 >> LIMB);
    l1 = (r1 & MASK) + (r0 >> LIMB);
    l2 = (r2 & MASK) + (r1 >> LIMB);
    l3 = (r3 & MASK) + (r2 >> LIMB);
    l4 = (r4 & MASK) + (r3 >> LIMB);
  }

  /** this = a^((p - 5) / 8) = a^(2^252 - 3). */
  void powPMinus5Over8(FieldElement a) {
    FieldElement a11 = new FieldElement();
    FieldElement t = new FieldElement();
    pow2To250Minus1(a, a11, t);
    t.sqr(t, 2);
    mul(t, a);
  }

  /** this = 1 / a = a^(p - 2) = a^(2^255 - 21), or 0 if a is 0. */
  void invert(FieldElement a) {
    FieldElement a11 = new FieldElement();
    FieldElement t = new FieldElement();
    pow2To250Minus1(a, a11, t);
    t.sqr(t, 5);
    mul(t, a11);
  }

  /** a11 = a^11, r = a^(2^250 - 1). */
  private static void pow2To250Minus1(FieldElement a, FieldElement a11, FieldElement r) {
    FieldElement t = new FieldElement();
    FieldElement x = new FieldElement();
    t.sqr(a); // 2
    x.sqr(t, 2); // 8
    x.mul(x, a); // 9
    a11.mul(x, t); // 11
    t.sqr(a11); // 22
    r.mul(t, x); // 31 = 2^5 - 1
    t.sqr(r, 5);
    r.mul(t, r); // 2^10 - 1
    t.sqr(r, 10);
    x.mul(t, r); // 2^20 - 1
    t.sqr(x, 20);
    t.mul(t, x); // 2^40 - 1
    t.sqr(t, 10);
    r.mul(t, r); // 2^50 - 1
    t.sqr(r, 50);
    x.mul(t, r); // 2^100 - 1
    t.sqr(x, 100);
    t.mul(t, x); // 2^200 - 1
    t.sqr(t, 50);
    r.mul(t, r); // 2^250 - 1
  }

  /** Reads 32 bytes, little-endian; ignores the top bit; takes values of p and above modulo p. */
  void decode(byte[] bytes, int offset) {
    long w0 = (long) LONGS.get(bytes, offset);
    long w1 = (long) LONGS.get(bytes, offset + 8);
    long w2 = (long) LONGS.get(bytes, offset + 16);
    long w3 = (long) LONGS.get(bytes, offset + 24);
    l0 = w0 & MASK;
    l1 = (w0 >>> 51 | w1 << 13) & MASK;
    l2 = (w1 >>> 38 | w2 << 26) & MASK;
    l3 = (w2 >>> 25 | w3 << 39) & MASK;
    l4 = (w3 >>> 12) & MASK;
  }

  /** The 32 bytes of the value in [0, p), little-endian. */
  byte[] encode() {
    long r0 = l0;
    long r1 = l1;
    long r2 = l2;
    long r3 = l3;
    long r4 = l4;
    // A round can leave only the lowest limb outside [0, 2^51), by less than 2^7; the next one then
    // brings all limbs into the range.
    for (int round = 0; round < 2; round++) {
      r1 += r0 >> LIMB;
      r0 &= MASK;
      r2 += r1 >> LIMB;
      r1 &= MASK;
      r3 += r2 >> LIMB;
      r2 &= MASK;
      r4 += r3 >> LIMB;
      r3 &= MASK;
      r0 += 19 * (r4 >> LIMB);
      r4 &= MASK;
    }
    // Now in [0, 2^255): q is 1 if the value is p or more, else 0.
    long q = (r0 + 19) >> LIMB;
    q = (r1 + q) >> LIMB;
    q = (r2 + q) >> LIMB;
    q = (r3 + q) >> LIMB;
    q = (r4 + q) >> LIMB;
    r0 += 19 * q;
    r1 += r0 >> LIMB;
    r0 &= MASK;
    r2 += r1 >> LIMB;
    r1 &= MASK;
    r3 += r2 >> LIMB;
    r2 &= MASK;
    r4 += r3 >> LIMB;
    r3 &= MASK;
    r4 &= MASK;
    byte[] bytes = new byte[SIZE];
    LONGS.set(bytes, 0, r0 | r1 << 51);
    LONGS.set(bytes, 8, r1 >>> 13 | r2 << 38);
    LONGS.set(bytes, 16, r2 >>> 26 | r3 << 25);
    LONGS.set(bytes, 24, r3 >>> 39 | r4 << 12);
    return bytes;
  }

  boolean isZero() {
    int or = 0;
    for (byte b : encode()) {
      or |= b;
    }
    return or == 0;
  }

  /** Whether the value in [0, p) is odd: the sign bit of RFC 8032. */
  boolean isOdd() {
    return (encode()[0] & 1) != 0;
  }

  /** Whether both are the same element. Both tight. */
  static boolean same(FieldElement a, FieldElement b) {
    FieldElement d = new FieldElement();
    d.sub(a, b);
    return d.isZero();
  }
}
