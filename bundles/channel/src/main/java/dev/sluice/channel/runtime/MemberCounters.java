/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import java.util.concurrent.atomic.LongAdder;

/** Work a member has done for itself. Thread-safe. */
public final class MemberCounters {
  /** Signatures verified. */
  public final LongAdder verified = new LongAdder();

  /** Client signatures among them. */
  public final LongAdder verifiedClients = new LongAdder();

  /** Transactions executed. */
  public final LongAdder executed = new LongAdder();

  /** Forces of the journal. */
  public final LongAdder forces = new LongAdder();

  /** Peer messages dropped because the inbox was full. */
  public final LongAdder dropped = new LongAdder();
}
