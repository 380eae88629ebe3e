/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox.api;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.Fee;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.key.api.KeyName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that shall be done on a chain once.
 *
 * @param reference the caller's name for it: an order with a known reference is the same order,
 *     also after a restart; 1 to {@value #MAX_REFERENCE} characters
 * @param chain where
 * @param key who signs
 * @param call what
 * @param fee the limit of each attempt; empty = found by a simulated run
 * @param validFor how long one attempt may be committed; shorter means sooner repeated
 * @param giveUp no attempt is signed after this; one that is under way still counts
 */
public record Order(
    String reference,
    ChainName chain,
    KeyName key,
    Call call,
    Optional<Fee> fee,
    Duration validFor,
    Instant giveUp) {
  /** Longest reference. */
  public static final int MAX_REFERENCE = 128;

  public Order {
    if (reference.isEmpty() || reference.length() > MAX_REFERENCE) {
      throw new OutboxException(
          OutboxException.Code.INVALID_ORDER,
          "reference of " + reference.length() + " characters: 1 to " + MAX_REFERENCE);
    }
    if (validFor.isNegative() || validFor.isZero()) {
      throw new OutboxException(
          OutboxException.Code.INVALID_ORDER, "an attempt must be valid for some time");
    }
  }

  /** {@code call} with the fee found by a simulated run and the usual validity. */
  public static Order of(
      String reference, ChainName chain, KeyName key, Call call, Instant giveUp) {
    return new Order(
        reference, chain, key, call, Optional.empty(), TransactionRequest.DEFAULT_VALIDITY, giveUp);
  }
}
