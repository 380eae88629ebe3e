/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one well-formed signature contributes to the sum of a batch: its P = sB - hA - R times a
 * random weight. Immutable.
 */
final class WeightedSignature {
  private final int place;
  private final SignedMessage message;
  private final EdwardsPoint r;
  private final Scalar h;
  private final Scalar weightedS;
  private final Scalar weightedH;
  private final FreshProduct weightedR;

  /**
   * Makes a term.
   *
   * @param place of the signature in its batch
   * @param r of the signature, decoded
   */
  WeightedSignature(int place, SignedMessage message, EdwardsPoint r, Scalar weight) {
    this.place = place;
    this.message = message;
    this.r = r;
    h = Ed25519.challenge(message.key().bytes(), message.message(), message.signature());
    weightedS = weight.times(Ed25519.s(message.signature()));
    weightedH = weight.times(h);
    weightedR = new FreshProduct(r, weight);
  }

  int place() {
    return place;
  }

  /** The client rule for this signature alone. */
  boolean isValid() {
    return Ed25519.remainder(message.key(), h, message.signature(), r).isSmallOrder();
  }

  /** Whether [8] times the sum of the terms is the neutral element. */
  static boolean sumVanishes(List<WeightedSignature> terms) {
    Scalar ofBase = Scalar.ZERO;
    Map<PreparedKey, Scalar> ofKeys = new LinkedHashMap<>();
    List<FreshProduct> fresh = new ArrayList<>(terms.size());
    for (WeightedSignature term : terms) {
      ofBase = ofBase.plus(term.weightedS);
      ofKeys.merge(term.message.key(), term.weightedH, Scalar::plus);
      fresh.add(term.weightedR);
    }
    List<KeptProduct> kept = new ArrayList<>(ofKeys.size() + 1);
    kept.add(new KeptProduct(KeptTable.BASE, ofBase));
    ofKeys.forEach((key, h) -> kept.add(key.timesMinus(h)));
    return Products.difference(kept, fresh).isSmallOrder();
  }
}
