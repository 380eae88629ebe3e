/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.Submission;
import dev.sluice.outbox.api.Submission.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** One order and what became of it so far. Owned by its lane. */
final class Entry {
  /** Where an order is between two attempts or within one. */
  enum Phase {
    QUEUED,
    PREPARING,
    STORING,
    LIVE,
    DONE
  }

  final long id;
  final Order order;

  Phase phase = Phase.QUEUED;
  State last = State.WAITING;
  Optional<SignedTransaction> signed = Optional.empty();
  Optional<TransactionStatus> status = Optional.empty();
  Optional<ChainException> error = Optional.empty();
  int attempts;

  /** A call of the chain for this entry is under way. */
  boolean busy;

  /** The bytes of the attempt are to be handed to the chain. */
  boolean toSend;

  /** The chain has refused the bytes; only whether they can still be committed is of interest. */
  boolean refused;

  Instant notBefore = Instant.MIN;
  Duration backOff = Lane.FIRST_BACK_OFF;

  Entry(long id, Order order) {
    this.id = id;
    this.order = order;
  }

  OptionalLong sequence() {
    return signed.map(s -> s.validity().sequence()).orElse(OptionalLong.empty());
  }

  /** Waits before the next step, longer each time. */
  void backOff(Instant now) {
    notBefore = now.plus(backOff);
    Duration twice = backOff.multipliedBy(2);
    backOff = twice.compareTo(Lane.LONGEST_BACK_OFF) > 0 ? Lane.LONGEST_BACK_OFF : twice;
  }

  void again(Instant at) {
    notBefore = at;
    backOff = Lane.FIRST_BACK_OFF;
  }

  Submission submission() {
    State state = phase == Phase.DONE ? last : phase == Phase.LIVE ? State.SENT : State.WAITING;
    return new Submission(
        order.reference(),
        order.chain(),
        order.key(),
        state,
        signed.map(SignedTransaction::hash),
        attempts,
        status,
        error);
  }
}
