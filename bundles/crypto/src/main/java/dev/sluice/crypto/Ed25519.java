/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.util.List;
import java.util.Optional;

/**
 * Ed25519 (RFC 8032) by two fixed rules. Where libraries differ on odd keys and signatures, members
 * of one channel must not, so these rules are decided here, in one place, and nowhere by the
 * library that happens to be installed. With A the key, (R, s) the signature and h = SHA-512(R, A,
 * message) over the bytes as received:
 *
 * <ul>
 *   <li>The <em>client rule</em>, {@link #verify}: the key is valid ({@link #isValidPublicKey}), s
 *       is below L, R is canonical and on the curve (its order may be small), and [8](sB - R - hA)
 *       = 0. {@link BatchVerifier} decides the same.
 *   <li>The <em>strict rule</em>, {@link #verifyStrict}: A and R are canonical and not of small
 *       order, s is below L, and sB - R - hA = 0. This is what {@code
 *       aptos_std::ed25519::signature_verify_strict} accepts of all signatures that can be made.
 *       With a valid key, what the strict rule accepts the client rule accepts too.
 * </ul>
 *
 * <p>All functions are thread-safe. A key or signature of another length is simply not valid.
 */
public final class Ed25519 {
  /** Bytes of a seed, the secret from which a key pair is made. */
  public static final int SEED_SIZE = 32;

  /** Bytes of a public key. */
  public static final int PUBLIC_KEY_SIZE = 32;

  /** Bytes of a signature. */
  public static final int SIGNATURE_SIZE = 64;

  private Ed25519() {}

  /**
   * Whether a public key may be registered: canonical, on the curve, in the subgroup of prime order
   * and not its neutral element.
   */
  public static boolean isValidPublicKey(byte[] publicKey) {
    return publicKey.length == PUBLIC_KEY_SIZE
        && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(publicKey, 0);
  }

  /**
   * Whether Aptos takes the public key as valid ({@code ed25519::public_key_validate_internal}): on
   * the curve and not of small order. Weaker than {@link #isValidPublicKey}: the encoding need not
   * be canonical nor the point in the subgroup of prime order. For the Move native only.
   */
  public static boolean isChainPublicKey(byte[] publicKey) {
    return publicKey.length == PUBLIC_KEY_SIZE
        && EdwardsPoint.decodeLoosely(publicKey, 0).filter(p -> !p.isSmallOrder()).isPresent();
  }

  /** The client rule. */
  public static boolean verify(PreparedKey key, byte[] message, byte[] signature) {
    return wellFormedR(signature)
        .filter(r -> remainder(key, message, signature, r).isSmallOrder())
        .isPresent();
  }

  /** The client rule for a key that is seen once; the key is validated in full. */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (!isValidPublicKey(publicKey)) {
      return false;
    }
    Optional<EdwardsPoint> a = EdwardsPoint.decode(publicKey, 0);
    Optional<EdwardsPoint> r = wellFormedR(signature);
    return a.isPresent()
        && r.isPresent()
        && remainder(publicKey, a.get(), message, signature, r.get()).isSmallOrder();
  }

  /** The strict rule. */
  public static boolean verifyStrict(PreparedKey key, byte[] message, byte[] signature) {
    return wellFormedR(signature)
        .filter(r -> !r.isSmallOrder() && remainder(key, message, signature, r).isNeutral())
        .isPresent();
  }

  /**
   * The strict rule for any key, as a chain decides it: the key need not be in the subgroup of
   * prime order.
   */
  public static boolean verifyStrict(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != PUBLIC_KEY_SIZE) {
      return false;
    }
    Optional<EdwardsPoint> a = EdwardsPoint.decode(publicKey, 0);
    Optional<EdwardsPoint> r = wellFormedR(signature);
    return a.isPresent()
        && r.isPresent()
        && !a.get().isSmallOrder()
        && !r.get().isSmallOrder()
        && remainder(publicKey, a.get(), message, signature, r.get()).isNeutral();
  }

  /** R, if the signature has its length, s is below L and R is canonical and on the curve. */
  static Optional<EdwardsPoint> wellFormedR(byte[] signature) {
    if (signature.length != SIGNATURE_SIZE || !Scalar.isCanonical(signature, Scalar.SIZE)) {
      return Optional.empty();
    }
    return EdwardsPoint.decode(signature, 0);
  }

  /** h of the rules, modulo L. */
  static Scalar challenge(byte[] publicKey, byte[] message, byte[] signature) {
    byte[] r = new byte[FieldElement.SIZE];
    System.arraycopy(signature, 0, r, 0, r.length);
    return Scalar.ofWideBytes(Hashes.sha512(r, publicKey, message));
  }

  /** s of a well-formed signature. */
  static Scalar s(byte[] signature) {
    return Scalar.ofBytes(signature, Scalar.SIZE);
  }

  private static EdwardsPoint remainder(
      PreparedKey key, byte[] message, byte[] signature, EdwardsPoint r) {
    return remainder(key, challenge(key.bytes(), message, signature), signature, r);
  }

  /** sB - hA - R. */
  static EdwardsPoint remainder(PreparedKey key, Scalar h, byte[] signature, EdwardsPoint r) {
    EdwardsPoint sum =
        Products.difference(List.of(timesBase(signature), key.timesMinus(h)), List.of());
    sum.sub(ProjectiveTerm.of(r));
    return sum;
  }

  /** sB - hA - R. */
  private static EdwardsPoint remainder(
      byte[] publicKey, EdwardsPoint a, byte[] message, byte[] signature, EdwardsPoint r) {
    Scalar h = challenge(publicKey, message, signature);
    EdwardsPoint sum =
        Products.difference(List.of(timesBase(signature)), List.of(new FreshProduct(a, h)));
    sum.sub(ProjectiveTerm.of(r));
    return sum;
  }

  private static KeptProduct timesBase(byte[] signature) {
    return new KeptProduct(KeptTable.BASE, s(signature));
  }
}
