/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Does calls on chains, each once. It signs, stores the signed bytes before it sends them, gives
 * sequence numbers in one lane per chain and key, finds a transaction again by its hash, and signs
 * anew only when the chain says that the attempt before cannot be committed any more. Orders
 * outlast the node, the chain plugin and the chain's absence.
 *
 * <p>Two nodes with one key work, slowly: the one whose number was used signs anew. They must not
 * give the same call at the same time: where both make equal bytes, as on Aptos, these are one
 * transaction, which then stands for both orders.
 *
 * <p>Thread-safe. Futures are completed on the outbox's thread; what depends on them must not
 * block.
 */
@ProviderType
public interface OutboxService {
  /** Orders that may be open at a time. */
  int MAX_OPEN = 4_096;

  /** Finished orders that are remembered, by which a repeated reference is known. */
  int MAX_DONE = 4_096;

  /**
   * Takes an order, or finds the one with the same reference.
   *
   * @return done when the order is in its last state, whatever that is. Fails with {@link
   *     OutboxException}: {@link OutboxException.Code#FULL}, {@link
   *     OutboxException.Code#OTHER_ORDER} for a known reference with other content, {@link
   *     OutboxException.Code#STORAGE}, {@link OutboxException.Code#CLOSED} when the node stops; the
   *     order, once stored, goes on at the next start
   */
  CompletableFuture<Submission> submit(Order order);

  /** The order with this reference, if it is open or remembered. */
  Optional<Submission> submission(String reference);

  /** All open and remembered orders, oldest first. */
  List<Submission> submissions();
}
