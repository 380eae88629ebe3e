/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.channel.sandbox.Receipt;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.step.Publication;
import java.util.List;
import java.util.Optional;

/** Hears what a member publishes. Called on the member's thread: must be quick. */
public interface MemberListener {
  /**
   * A publication.
   *
   * @param work what executing its batch did; empty if it was not executed in this run
   */
  void published(Publication publication, Optional<Work> work);

  /**
   * What executing a batch, or restoring a snapshot, did.
   *
   * @param receipts of each transaction
   * @param state BCS of the dApp's state after it
   */
  record Work(List<Receipt> receipts, Bytes state) {
    /** Keeps a copy of the list. */
    public Work {
      receipts = List.copyOf(receipts);
    }
  }

  /** The member has gone on from the snapshot it was stopped with. */
  void resumed(long height, Bytes state);

  /** The member has stopped for good: it cannot go on safely. */
  void failed(RuntimeException cause);
}
