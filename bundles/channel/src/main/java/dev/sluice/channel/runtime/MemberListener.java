/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.channel.sandbox.Receipt;
import dev.sluice.consensus.api.step.Publication;
import java.util.List;

/** Hears what a member publishes. Called on the member's thread: must be quick. */
public interface MemberListener {
  /**
   * A publication.
   *
   * @param receipts what each transaction did, for an accepted or confirmed batch that was executed
   *     in this run; else empty
   */
  void published(Publication publication, List<Receipt> receipts);

  /** The member has stopped for good: it cannot go on safely. */
  void failed(RuntimeException cause);
}
