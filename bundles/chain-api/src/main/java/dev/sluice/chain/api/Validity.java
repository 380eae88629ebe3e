/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What bounds the time in which a transaction can be committed. The core keeps it with the signed
 * bytes; with it the chain can say that a transaction it never saw cannot come any more.
 *
 * @param sender whose sequence it uses; empty if not known
 * @param sequence its sequence number, if the chain has them
 * @param expiresAt by the chain's clock, if the chain has an expiry
 */
public record Validity(
    Optional<Address> sender, OptionalLong sequence, Optional<Instant> expiresAt) {
  /** Nothing is known. */
  public static final Validity UNKNOWN =
      new Validity(Optional.empty(), OptionalLong.empty(), Optional.empty());
}
