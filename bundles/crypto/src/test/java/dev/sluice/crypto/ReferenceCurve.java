/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The curve and both rules straight from their definitions, in {@link BigInteger}: slow, short and
 * sharing no code with what it checks.
 */
final class ReferenceCurve {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
  static final Point BASE =
      decode(bytes(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)))
          .orElseThrow();

  /** By key in hex: the same few are asked for again and again. */
  private static final Map<String, Boolean> VALID_KEYS = new ConcurrentHashMap<>();

  private ReferenceCurve() {}

  record Point(BigInteger x, BigInteger y) {
    Point plus(Point q) {
      return new Fraction(x, y, BigInteger.ONE).plus(q).toPoint();
    }

    Point negated() {
      return new Point(x.negate().mod(P), y);
    }

    Point minus(Point q) {
      return plus(q.negated());
    }

    Point times(BigInteger n) {
      Fraction r = new Fraction(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE);
      for (int i = n.bitLength() - 1; i >= 0; i--) {
        r = r.twice();
        if (n.testBit(i)) {
          r = r.plus(this);
        }
      }
      return r.toPoint();
    }

    Point times(long n) {
      return times(BigInteger.valueOf(n));
    }

    boolean isSmallOrder() {
      return times(8).equals(NEUTRAL);
    }

    byte[] encode() {
      byte[] b = bytes(y);
      if (x.testBit(0)) {
        b[31] |= (byte) 0x80;
      }
      return b;
    }
  }

  /** (x/z, y/z). The addition law of the definition with the denominators multiplied out. */
  private record Fraction(BigInteger x, BigInteger y, BigInteger z) {
    Fraction plus(Point q) {
      return plus(q.x, q.y, BigInteger.ONE);
    }

    Fraction twice() {
      return plus(x, y, z);
    }

    private Fraction plus(BigInteger qx, BigInteger qy, BigInteger qz) {
      BigInteger zz = z.multiply(qz).mod(P);
      BigInteger xx = x.multiply(qx).mod(P);
      BigInteger yy = y.multiply(qy).mod(P);
      BigInteger cross = x.multiply(qy).add(y.multiply(qx)).mod(P);
      BigInteger product = D.multiply(xx).mod(P).multiply(yy).mod(P);
      BigInteger squared = zz.multiply(zz);
      BigInteger minus = squared.subtract(product).mod(P);
      BigInteger plus = squared.add(product).mod(P);
      return new Fraction(
          zz.multiply(cross).mod(P).multiply(minus).mod(P),
          zz.multiply(yy.add(xx)).mod(P).multiply(plus).mod(P),
          minus.multiply(plus).mod(P));
    }

    Point toPoint() {
      BigInteger inverse = z.modInverse(P);
      return new Point(x.multiply(inverse).mod(P), y.multiply(inverse).mod(P));
    }
  }

  /** 32 bytes, little-endian. */
  static byte[] bytes(BigInteger n) {
    byte[] r = new byte[32];
    byte[] big = n.toByteArray();
    for (int i = 0; i < big.length && i < 32; i++) {
      r[i] = big[big.length - 1 - i];
    }
    return r;
  }

  static BigInteger integer(byte[] littleEndian) {
    byte[] big = new byte[littleEndian.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = littleEndian[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  /** Canonical encodings only. */
  static Optional<Point> decode(byte[] encoding) {
    return decodeLoosely(encoding).filter(p -> Arrays.equals(p.encode(), encoding));
  }

  /** Takes y modulo p and lets 0 have a sign. */
  static Optional<Point> decodeLoosely(byte[] encoding) {
    if (encoding.length != 32) {
      return Optional.empty();
    }
    boolean sign = encoding[31] < 0;
    BigInteger y = integer(encoding).clearBit(255).mod(P);
    BigInteger y2 = y.multiply(y);
    BigInteger x2 =
        y2.subtract(BigInteger.ONE)
            .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(x2)) {
      x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(x2)) {
      return Optional.empty();
    }
    return Optional.of(new Point(x.testBit(0) == sign ? x : x.negate().mod(P), y));
  }

  static boolean isValidKey(byte[] key) {
    return VALID_KEYS.computeIfAbsent(
        HexFormat.of().formatHex(key),
        k -> decode(key).filter(a -> !a.equals(NEUTRAL) && a.times(L).equals(NEUTRAL)).isPresent());
  }

  static boolean clientRule(byte[] key, byte[] message, byte[] signature) {
    return isValidKey(key)
        && remainder(key, message, signature).filter(Point::isSmallOrder).isPresent();
  }

  static boolean strictRule(byte[] key, byte[] message, byte[] signature) {
    return decode(key).filter(a -> !a.isSmallOrder()).isPresent()
        && decode(Arrays.copyOf(signature, 32)).filter(r -> !r.isSmallOrder()).isPresent()
        && remainder(key, message, signature).filter(NEUTRAL::equals).isPresent();
  }

  private static Optional<Point> remainder(byte[] key, byte[] message, byte[] signature) {
    if (signature.length != 64) {
      return Optional.empty();
    }
    byte[] r = Arrays.copyOf(signature, 32);
    BigInteger s = integer(Arrays.copyOfRange(signature, 32, 64));
    Optional<Point> pointA = decode(key);
    Optional<Point> pointR = decode(r);
    if (s.compareTo(L) >= 0 || pointA.isEmpty() || pointR.isEmpty()) {
      return Optional.empty();
    }
    BigInteger h = challenge(r, key, message);
    return Optional.of(BASE.times(s).minus(pointA.get().times(h)).minus(pointR.get()));
  }

  static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
    return integer(sha512(r, key, message)).mod(L);
  }

  static byte[] sha512(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
