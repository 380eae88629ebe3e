/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.ConfigRecord;
import java.util.List;
import java.util.Optional;

/** The configuration of a channel, as far as cases vary it. */
public record Terms(boolean pool, int admission, int minSigners, int maxMembers) {
  /** Stake of a member. */
  public static final long STAKE = 1_000;

  /** A fine. */
  public static final long FINE = 400;

  /** Part of a fine that goes to the reporter. */
  public static final long REFUND = 50;

  /** Every window, ms. */
  public static final long WINDOW = 60_000;

  /** Time of the dApp to apply, ms. */
  public static final long APPLY = 100_000;

  /** Life of a proposal, ms. */
  public static final long PROPOSAL = 50_000;

  /** A leader is live up to this, ms. */
  public static final long LIVE = 15_000;

  /** A member is dead after this, ms. */
  public static final long EXPEL = 60_000;

  /** A bar, ms. */
  public static final long BAR = 300_000;

  /** First claim of a proposer, ms. */
  public static final long PRIORITY = 5_000;

  /** Open to everybody, own stakes, two signers, a sink. */
  public static final Terms OPEN = new Terms(false, 2, 2, 9);

  /** With stakes in the pool. */
  public Terms pooled() {
    return new Terms(true, admission, minSigners, maxMembers);
  }

  /** With another admission. */
  public Terms admitting(int rule) {
    return new Terms(pool, rule, minSigners, maxMembers);
  }

  /** With another size. */
  public Terms sized(int signers, int members) {
    return new Terms(pool, admission, signers, members);
  }

  /** The record. Listed are accounts 1 and 2. */
  public ConfigRecord config(Ground ground) {
    ConfigRecord d = ConfigRecord.defaults();
    return new ConfigRecord(
        1,
        ground.coin(),
        STAKE,
        FINE,
        REFUND,
        pool,
        Optional.of(ground.sink()),
        admission,
        List.of(ground.accounts().get(1), ground.accounts().get(2)),
        maxMembers,
        minSigners,
        Bytes.EMPTY,
        0,
        1,
        d.maxBatchTxs(),
        d.maxBatchBytes(),
        d.maxTxBytes(),
        d.maxGas(),
        d.maxDrift(),
        d.maxLag(),
        d.demandBatches(),
        d.maxDemands(),
        LIVE,
        EXPEL,
        BAR,
        PRIORITY,
        WINDOW,
        APPLY,
        PROPOSAL,
        List.of(),
        0,
        List.of());
  }
}
