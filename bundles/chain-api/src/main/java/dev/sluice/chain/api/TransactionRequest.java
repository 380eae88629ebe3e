/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A transaction to be prepared.
 *
 * @param key who will sign
 * @param sender the account to act for; empty = the account of {@code key}
 * @param call what to do
 * @param sequence the sequence number the core's lane gives; empty = as the chain knows it now
 * @param fee the limit; empty = found by a simulated run
 * @param validFor how long from now the transaction may be committed; a chain bounds it
 * @param salt 0, or a number up to {@value #MAX_SALT} by which the transaction is to differ from
 *     another with the same content: the same bytes are one transaction, whoever sends them. A
 *     plugin puts it where it costs nothing, such as the unused part of the fee limit
 */
public record TransactionRequest(
    PublicKey key,
    Optional<Address> sender,
    Call call,
    OptionalLong sequence,
    Optional<Fee> fee,
    Duration validFor,
    int salt) {
  /** Highest salt. */
  public static final int MAX_SALT = 8_191;

  /** How long a transaction is valid when nobody says otherwise. */
  public static final Duration DEFAULT_VALIDITY = Duration.ofSeconds(60);

  public TransactionRequest {
    if (validFor.isNegative() || validFor.isZero()) {
      throw new IllegalArgumentException("transaction valid for " + validFor);
    }
    if (salt < 0 || salt > MAX_SALT) {
      throw new IllegalArgumentException("salt " + salt);
    }
  }

  /** A request without salt. */
  public TransactionRequest(
      PublicKey key,
      Optional<Address> sender,
      Call call,
      OptionalLong sequence,
      Optional<Fee> fee,
      Duration validFor) {
    this(key, sender, call, sequence, fee, validFor, 0);
  }

  /** {@code call} by the account of {@code key}, everything else left to the plugin. */
  public static TransactionRequest of(PublicKey key, Call call) {
    return new TransactionRequest(
        key, Optional.empty(), call, OptionalLong.empty(), Optional.empty(), DEFAULT_VALIDITY);
  }

  /** The same for another account than the key's own. */
  public TransactionRequest withSender(Address account) {
    return new TransactionRequest(key, Optional.of(account), call, sequence, fee, validFor, salt);
  }

  /** The same with a sequence number. */
  public TransactionRequest withSequence(long number) {
    return new TransactionRequest(key, sender, call, OptionalLong.of(number), fee, validFor, salt);
  }

  /** The same with a fee limit. */
  public TransactionRequest withFee(Fee limit) {
    return new TransactionRequest(key, sender, call, sequence, Optional.of(limit), validFor, salt);
  }

  /** The same with another time to live. */
  public TransactionRequest withValidFor(Duration time) {
    return new TransactionRequest(key, sender, call, sequence, fee, time, salt);
  }

  /** The same with a salt. */
  public TransactionRequest withSalt(int number) {
    return new TransactionRequest(key, sender, call, sequence, fee, validFor, number);
  }
}
