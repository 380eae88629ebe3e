/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Transaction;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The application of a channel: executes batches, deterministically to the byte. States are named
 * by their state roots, beginning with the root in genesis, and form a tree; batches on different
 * branches of it do not see each other. Called by one thread at a time.
 */
@ConsumerType
public interface Executor {
  /**
   * Executes a batch on the state named {@code parent}.
   *
   * <p>The result depends on the arguments and on nothing else: no clock, no randomness, no memory
   * limit of the host. A transaction that fails is part of the log with a failure status and no
   * changes. System transactions have results too. If the last transaction is a checkpoint, net
   * changes are counted from it on for the batches above.
   *
   * @throws IllegalArgumentException if the state is not known (not executed here, or given up)
   */
  ExecutionOutcome execute(Hash parent, Environment environment, List<Transaction> transactions);

  /** States that do not descend from {@code stateRoot} may be given up, except snapshots. */
  void finalise(Hash stateRoot);

  /**
   * The pages of a snapshot of the state, which is kept until {@code release}. Equal states give
   * equal pages.
   */
  List<SnapshotPage> snapshot(Hash stateRoot);

  /** Gives up a snapshot. */
  void release(Hash stateRoot);

  /**
   * Replaces everything by the state in {@code pages}, given in order and checked by their hashes.
   *
   * @param logRoot hash of the log state that the state root commits to
   * @return the outcome of the last batch, without results; its state root is computed from the
   *     pages, not read from them
   * @throws IllegalArgumentException if the pages are not those of a state
   */
  ExecutionOutcome restore(Hash logRoot, Iterable<SnapshotPage> pages);
}
