/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Checks many Ed25519 signatures at once, several times as fast as one by one, with the same
 * outcome for each as {@link Ed25519#verify(PreparedKey, byte[], byte[])}.
 *
 * <p>Signature i satisfies the rule when [8]P_i = 0 for P_i = s_i B - h_i A_i - R_i. The batch
 * checks that [8] times the sum of z_i P_i is 0 for weights z_i of 128 random bits, drawn after the
 * signatures are known (Bernstein, Duif, Lange, Schwabe, Yang, "High-speed high-security
 * signatures", 2011). All [8]P_i lie in a group of prime order, so a batch with a forgery passes
 * with probability at most 2^-128. Terms of one key are added up to one product. A batch that fails
 * is halved, and signatures are checked singly where halving does not pay.
 *
 * <p>Thread-safe. A batch of n works on about 2.5 n kB.
 */
public final class BatchVerifier {
  /** The most signatures of one call. */
  public static final int MAX_BATCH = 1024;

  /** Below this size signatures are checked singly: the doublings of a sum cost more. */
  private static final int SINGLY_BELOW = 8;

  private static final int WEIGHT_SIZE = 16;

  private final SecureRandom random;

  /**
   * Makes a verifier.
   *
   * @param random source of the weights: must be one that no signer can predict
   */
  public BatchVerifier(SecureRandom random) {
    this.random = random;
  }

  /**
   * Checks all signatures of a batch.
   *
   * @return the places in the batch whose signature is not valid; empty if all are
   * @throws CryptoException {@link CryptoError#TOO_MANY} above {@link #MAX_BATCH}
   */
  public BitSet findInvalid(List<SignedMessage> batch) {
    if (batch.size() > MAX_BATCH) {
      throw new CryptoException(
          CryptoError.TOO_MANY,
          "A batch holds at most " + MAX_BATCH + " signatures, this one has " + batch.size());
    }
    byte[] weights = new byte[WEIGHT_SIZE * batch.size()];
    random.nextBytes(weights);
    BitSet invalid = new BitSet(batch.size());
    List<WeightedSignature> terms = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      SignedMessage message = batch.get(i);
      Optional<EdwardsPoint> r = Ed25519.wellFormedR(message.signature());
      if (r.isPresent()) {
        terms.add(
            new WeightedSignature(
                i, message, r.get(), Scalar.ofHalfBytes(weights, WEIGHT_SIZE * i)));
      } else {
        invalid.set(i);
      }
    }
    if (terms.size() < SINGLY_BELOW || !WeightedSignature.sumVanishes(terms)) {
      search(terms, invalid);
    }
    return invalid;
  }

  /** Finds the invalid ones in a group that is small or has at least one. */
  private static void search(List<WeightedSignature> terms, BitSet invalid) {
    int half = terms.size() / 2;
    if (terms.size() < SINGLY_BELOW) {
      singly(terms, invalid);
    } else if (WeightedSignature.sumVanishes(terms.subList(0, half))) {
      search(terms.subList(half, terms.size()), invalid);
    } else if (WeightedSignature.sumVanishes(terms.subList(half, terms.size()))) {
      search(terms.subList(0, half), invalid);
    } else {
      // Forgeries in both halves are likely to be many. Halving on would make each cost more than
      // a single check does.
      singly(terms, invalid);
    }
  }

  private static void singly(List<WeightedSignature> terms, BitSet invalid) {
    for (WeightedSignature term : terms) {
      if (!term.isValid()) {
        invalid.set(term.place());
      }
    }
  }
}
