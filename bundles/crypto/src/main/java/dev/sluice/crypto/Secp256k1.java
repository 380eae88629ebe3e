/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA over secp256k1 (SEC 2): recovery of the public key from a signature, as Ethereum's {@code
 * ecrecover} and {@code aptos_std::secp256k1::ecdsa_recover} do it. Thread-safe.
 */
public final class Secp256k1 {
  /** Bytes of a message hash. */
  public static final int HASH_SIZE = 32;

  /** Bytes of a signature: r and s, big-endian. */
  public static final int SIGNATURE_SIZE = 64;

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger HALF_N = N.shiftRight(1);
  private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

  private Secp256k1() {}

  /**
   * The public key that made a signature (SEC 1, section 4.1.6). Takes s above half the order as
   * well, as the Move native does; who must refuse it asks {@link #isLowS}.
   *
   * @param recoveryId 0 to 3: bit 0 is the parity of R's y, bit 1 tells that R's x is r + n
   * @return x and y, 32 bytes each, big-endian; empty if no key made the signature
   * @throws CryptoException {@link CryptoError#MALFORMED_SIGNATURE} if a length or the recovery id
   *     is wrong, or r or s is not below the order: where the Move native aborts
   */
  public static Optional<byte[]> recover(byte[] hash, byte[] signature, int recoveryId) {
    if (hash.length != HASH_SIZE || recoveryId < 0 || recoveryId > 3) {
      throw malformed();
    }
    BigInteger r = r(signature);
    BigInteger s = s(signature);
    BigInteger x = (recoveryId & 2) == 0 ? r : r.add(N);
    if (r.signum() == 0 || s.signum() == 0 || x.compareTo(P) >= 0) {
      return Optional.empty();
    }
    return point(x, (recoveryId & 1) != 0)
        .map(point -> key(point, r.modInverse(N), s, new BigInteger(1, hash)))
        .filter(key -> !key.isInfinity())
        .map(key -> Arrays.copyOfRange(key.getEncoded(false), 1, 65));
  }

  /**
   * Whether s is at most half the order. Of the two signatures (r, s) and (r, n - s) that are valid
   * together only this one is taken by Bitcoin, Ethereum transactions and Aptos accounts.
   *
   * @throws CryptoException {@link CryptoError#MALFORMED_SIGNATURE} as {@link #recover}
   */
  public static boolean isLowS(byte[] signature) {
    return s(signature).compareTo(HALF_N) <= 0;
  }

  /** Q = (s R - e G) / r. */
  private static ECPoint key(ECPoint point, BigInteger inverseR, BigInteger s, BigInteger e) {
    BigInteger ofBase = e.negate().multiply(inverseR).mod(N);
    BigInteger ofPoint = s.multiply(inverseR).mod(N);
    return ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofBase, point, ofPoint).normalize();
  }

  private static Optional<ECPoint> point(BigInteger x, boolean odd) {
    byte[] encoded = new byte[1 + HASH_SIZE];
    encoded[0] = (byte) (odd ? 3 : 2);
    byte[] big = x.toByteArray();
    int skip = Math.max(0, big.length - HASH_SIZE);
    System.arraycopy(big, skip, encoded, encoded.length - big.length + skip, big.length - skip);
    try {
      return Optional.of(CURVE.getCurve().decodePoint(encoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BigInteger r(byte[] signature) {
    return number(signature, 0);
  }

  private static BigInteger s(byte[] signature) {
    return number(signature, HASH_SIZE);
  }

  private static BigInteger number(byte[] signature, int offset) {
    if (signature.length != SIGNATURE_SIZE) {
      throw malformed();
    }
    BigInteger number =
        new BigInteger(1, Arrays.copyOfRange(signature, offset, offset + HASH_SIZE));
    if (number.compareTo(N) >= 0) {
      throw malformed();
    }
    return number;
  }

  private static CryptoException malformed() {
    return new CryptoException(
        CryptoError.MALFORMED_SIGNATURE,
        "A recoverable secp256k1 signature has a hash of 32 bytes, r and s of 32 bytes each below"
            + " the order, and a recovery id of 0 to 3");
  }
}
