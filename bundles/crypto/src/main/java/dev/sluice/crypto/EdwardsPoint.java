/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * A point of the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 over the field of 2^255 - 19
 * elements, as an accumulator: every function changes it in place. Not thread-safe; not
 * constant-time, so never for secrets.
 *
 * <p>Extended coordinates x = X/Z, y = Y/Z, xy = T/Z and the complete formulas of Hisil, Wong,
 * Carter and Dawson, "Twisted Edwards Curves Revisited" (2008). T is left as two factors until an
 * addition asks for it, since a doubling does not.
 */
final class EdwardsPoint {
  private static final FieldElement ONE = FieldElement.of(1);

  private final FieldElement x = new FieldElement();
  private final FieldElement y = FieldElement.of(1);
  private final FieldElement z = FieldElement.of(1);
  private final FieldElement t = new FieldElement();

  /** T = e h, where {@link #t} is out of date. */
  private final FieldElement e = new FieldElement();

  private final FieldElement h = new FieldElement();
  private boolean tPending;

  private final FieldElement a = new FieldElement();
  private final FieldElement b = new FieldElement();
  private final FieldElement c = new FieldElement();
  private final FieldElement d = new FieldElement();
  private final FieldElement f = new FieldElement();
  private final FieldElement g = new FieldElement();

  /** The neutral element. */
  EdwardsPoint() {}

  EdwardsPoint(EdwardsPoint p) {
    set(p);
  }

  /** The base point of RFC 8032. */
  static EdwardsPoint base() {
    byte[] bytes = new byte[FieldElement.SIZE];
    Arrays.fill(bytes, (byte) 0x66);
    bytes[0] = 0x58;
    return decode(bytes, 0).orElseThrow();
  }

  /**
   * The point of a canonical encoding (RFC 8032, section 5.1.3): y below p, on the curve, and no
   * sign bit where x is 0.
   */
  static Optional<EdwardsPoint> decode(byte[] bytes, int offset) {
    FieldElement y = new FieldElement();
    y.decode(bytes, offset);
    byte[] canonical = y.encode();
    canonical[31] |= (byte) (bytes[offset + 31] & 0x80);
    for (int i = 0; i < FieldElement.SIZE; i++) {
      if (canonical[i] != bytes[offset + i]) {
        return Optional.empty();
      }
    }
    return decodeLoosely(bytes, offset).filter(p -> !p.x.isZero() || bytes[offset + 31] >= 0);
  }

  /**
   * The point of an encoding that need not be canonical: y is taken modulo p, and a sign bit with
   * an x of 0 is passed over. What curve25519-dalek's {@code decompress} accepts.
   */
  static Optional<EdwardsPoint> decodeLoosely(byte[] bytes, int offset) {
    EdwardsPoint p = new EdwardsPoint();
    p.y.decode(bytes, offset);
    FieldElement u = new FieldElement();
    FieldElement v = new FieldElement();
    u.sqr(p.y);
    v.mul(u, Constants.D);
    u.sub(u, ONE);
    v.add(v, ONE);
    if (!sqrtRatio(p.x, u, v)) {
      return Optional.empty();
    }
    if (p.x.isOdd() != bytes[offset + 31] < 0) {
      p.x.negate(p.x);
    }
    p.t.mul(p.x, p.y);
    return Optional.of(p);
  }

  /** x = a square root of u / v, if there is one (RFC 8032, section 5.1.3, steps 2 and 3). */
  private static boolean sqrtRatio(FieldElement x, FieldElement u, FieldElement v) {
    FieldElement v3 = new FieldElement();
    FieldElement w = new FieldElement();
    v3.sqr(v);
    v3.mul(v3, v);
    w.sqr(v3);
    w.mul(w, v);
    w.mul(w, u);
    x.powPMinus5Over8(w);
    x.mul(x, v3);
    x.mul(x, u);
    w.sqr(x);
    w.mul(w, v);
    v3.sub(w, u);
    if (v3.isZero()) {
      return true;
    }
    v3.add(w, u);
    if (v3.isZero()) {
      x.mul(x, Constants.SQRT_MINUS_1);
      return true;
    }
    return false;
  }

  void set(EdwardsPoint p) {
    x.set(p.x);
    y.set(p.y);
    z.set(p.z);
    t.set(p.t());
    tPending = false;
  }

  void setNeutral() {
    x.setSmall(0);
    y.setSmall(1);
    z.setSmall(1);
    t.setSmall(0);
    tPending = false;
  }

  FieldElement x() {
    return x;
  }

  FieldElement y() {
    return y;
  }

  FieldElement z() {
    return z;
  }

  FieldElement t() {
    if (tPending) {
      t.mul(e, h);
      tPending = false;
    }
    return t;
  }

  /** this = 2 this. */
  void twice() {
    e.add(x, y);
    a.sqr(e);
    b.sqr(x);
    c.sqr(y);
    d.sqr(z);
    h.add(b, c);
    e.sub(h, a);
    g.sub(b, c);
    f.add(d, d);
    f.add(f, g);
    complete();
  }

  /** this = this + p. */
  void add(ProjectiveTerm p) {
    d.mul(z, p.z2());
    sums(p.yPlusX(), p.yMinusX(), p.t2d());
    f.sub(d, c);
    g.add(d, c);
    complete();
  }

  /** this = this - p. */
  void sub(ProjectiveTerm p) {
    d.mul(z, p.z2());
    sums(p.yMinusX(), p.yPlusX(), p.t2d());
    f.add(d, c);
    g.sub(d, c);
    complete();
  }

  /** this = this + p. */
  void add(AffineTerm p) {
    d.add(z, z);
    sums(p.yPlusX(), p.yMinusX(), p.xy2d());
    f.sub(d, c);
    g.add(d, c);
    complete();
  }

  /** this = this - p. */
  void sub(AffineTerm p) {
    d.add(z, z);
    sums(p.yMinusX(), p.yPlusX(), p.xy2d());
    f.add(d, c);
    g.sub(d, c);
    complete();
  }

  private void sums(FieldElement plus, FieldElement minus, FieldElement t2d) {
    c.mul(t(), t2d);
    e.sub(y, x);
    a.mul(e, minus);
    h.add(y, x);
    b.mul(h, plus);
    e.sub(b, a);
    h.add(b, a);
  }

  private void complete() {
    x.mul(e, f);
    y.mul(g, h);
    z.mul(f, g);
    tPending = true;
  }

  void negate() {
    t();
    x.negate(x);
    t.negate(t);
  }

  /** this = 8 this. */
  void timesCofactor() {
    twice();
    twice();
    twice();
  }

  boolean isNeutral() {
    return x.isZero() && FieldElement.same(y, z);
  }

  /** Whether the order of the point divides 8. */
  boolean isSmallOrder() {
    EdwardsPoint p = new EdwardsPoint(this);
    p.timesCofactor();
    return p.isNeutral();
  }

  /** The canonical encoding. */
  byte[] encode() {
    FieldElement inverse = new FieldElement();
    inverse.invert(z);
    FieldElement a = new FieldElement();
    a.mul(y, inverse);
    byte[] bytes = a.encode();
    a.mul(x, inverse);
    if (a.isOdd()) {
      bytes[31] |= (byte) 0x80;
    }
    return bytes;
  }

  /** Constants of the curve, computed from their definitions. */
  static final class Constants {
    /** d = -121665 / 121666. */
    static final FieldElement D = d();

    /** 2 d. */
    static final FieldElement D2 = twice(D);

    /** A square root of -1: 2^((p - 1) / 4). */
    static final FieldElement SQRT_MINUS_1 = sqrtMinus1();

    private Constants() {}

    private static FieldElement d() {
      FieldElement r = FieldElement.of(121666);
      r.invert(r);
      r.mul(r, FieldElement.of(121665));
      r.negate(r);
      return r;
    }

    private static FieldElement twice(FieldElement a) {
      FieldElement r = new FieldElement();
      r.add(a, a);
      return r;
    }

    private static FieldElement sqrtMinus1() {
      // (p - 1) / 4 = 2 (p - 5) / 8 + 1
      FieldElement two = FieldElement.of(2);
      FieldElement r = new FieldElement();
      r.powPMinus5Over8(two);
      r.sqr(r);
      r.mul(r, two);
      return r;
    }
  }
}
