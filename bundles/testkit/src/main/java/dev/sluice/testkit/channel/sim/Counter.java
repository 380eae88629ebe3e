/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

/** What a run of histories must have seen often enough to be worth anything. */
public enum Counter {
  /** Batches confirmed by some member. */
  BATCHES,
  /** Client transactions confirmed. */
  TRANSACTIONS,
  /** Epochs opened on the chain. */
  EPOCHS,
  /** Joins. */
  JOINS,
  /** Joins while no leader was live, or an epoch had no certificate. */
  JOINS_IN_FAIL_OVER,
  /** Leaves settled. */
  LEAVES,
  /** Members removed without heartbeat. */
  EXPULSIONS,
  /** Equivocations accepted by the contract. */
  EQUIVOCATIONS,
  /** Members voted out. */
  PUNISHMENTS,
  /** Leaders that lost confidence. */
  NO_CONFIDENCE,
  /** Checkpoints settled. */
  SETTLEMENTS,
  /** Exits opened. */
  EXITS,
  /** Cuts fixed. */
  CUTS,
  /** Channels closed by their members' requests. */
  CLOSES,
  /** Channels closed. */
  CLOSED,
  /** Crashes of nodes. */
  CRASHES,
  /** Restarts of nodes. */
  RESTARTS,
  /** Journal records lost in crashes. */
  RECORDS_LOST,
  /** Journals damaged below the last force. */
  AMNESIA,
  /** All nodes stopped at once. */
  POWER_CUTS,
  /** Network partitions. */
  PARTITIONS,
  /** Frames lost. */
  LOST,
  /** Frames sent twice. */
  DUPLICATED,
  /** Frames delivered. */
  DELIVERED,
  /** Chain outages. */
  OUTAGES,
  /** Chain reorganisations. */
  REORGANISATIONS,
  /** Swaps of the chain plugin. */
  SWAPS,
  /** Liars at work. */
  LIARS,
  /** Histories with more liars than a set tolerates. */
  TOO_MANY_LIARS,
  /** Histories with Ed25519 instead of stand-ins. */
  REAL_SIGNATURES,
  /** Histories whose progress was measured after the faults had ended. */
  PROGRESS_MEASURED
}
