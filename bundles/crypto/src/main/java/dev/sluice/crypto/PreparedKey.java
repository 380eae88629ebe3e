/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A valid Ed25519 public key with tables that make each verification about three times as fast.
 * Making one takes as long as a verification without tables and the tables hold about 12 kB: keep
 * it for keys that sign often, such as members' and registered clients'.
 *
 * <p>Immutable, thread-safe, equal by key bytes.
 */
public final class PreparedKey {
  private static final int WIDTH = 6;

  private final byte[] bytes;
  private final KeptTable negated;

  private PreparedKey(byte[] bytes, EdwardsPoint point) {
    this.bytes = bytes;
    EdwardsPoint p = new EdwardsPoint(point);
    p.negate();
    negated = new KeptTable(p, WIDTH);
  }

  /**
   * Validates a key in full and prepares it.
   *
   * @throws CryptoException {@link CryptoError#INVALID_PUBLIC_KEY} unless {@link
   *     Ed25519#isValidPublicKey}
   */
  public static PreparedKey of(byte[] publicKey) {
    byte[] copy = publicKey.clone();
    Optional<EdwardsPoint> point =
        Ed25519.isValidPublicKey(copy) ? EdwardsPoint.decode(copy, 0) : Optional.empty();
    return new PreparedKey(
        copy,
        point.orElseThrow(
            () ->
                new CryptoException(
                    CryptoError.INVALID_PUBLIC_KEY,
                    "Not a valid Ed25519 public key: " + HexFormat.of().formatHex(copy))));
  }

  /** The 32 bytes of the key. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  /** The key's point times -h. */
  KeptProduct timesMinus(Scalar h) {
    return new KeptProduct(negated, h);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreparedKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
