/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.Hash;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen of a channel and of the money around it. Two contracts that say the same here
 * treated the members alike. Lists by account are in the order of {@link Ground#accounts}.
 *
 * @param phase 1 forming, 2 open, 3 exiting, 4 closed
 * @param escrow what is allocated and deposited
 * @param heartbeats of the members; empty when closed
 * @param barredUntil by account, 0 = never barred
 * @param payable by account
 * @param reservations by account
 * @param balances by account, outside of channel and pool
 * @param sink what the sink has or may take
 */
public record Glance(
    int phase,
    long seq,
    Hash genesisHash,
    long epoch,
    Hash claimId,
    Optional<AccountAddress> leader,
    long reignEpoch,
    long setVersion,
    long settledHeight,
    Hash settledRoot,
    long settlerSet,
    long escrow,
    Optional<Long> exitEnds,
    List<AccountAddress> openCuts,
    List<AccountAddress> members,
    List<Long> heartbeats,
    List<SetLine> sets,
    List<AccountAddress> candidates,
    Map<AccountAddress, AccountAddress> delegations,
    List<Long> openProposals,
    int applyBacklog,
    boolean stateBroken,
    List<Long> barredUntil,
    List<Long> payable,
    List<Long> reservations,
    List<PoolLine> pool,
    List<Long> balances,
    long sink) {
  /** A set of members. */
  public record SetLine(int quorum, long voidAt) {}

  /** An account in the pool; 0 and 0 if no withdrawal was announced. */
  public record PoolLine(long balance, long reserved, long withdrawal, long readyAt) {}

  /** All coins. */
  public long total() {
    long own = pool.stream().mapToLong(PoolLine::balance).sum();
    return escrow
        + payable.stream().mapToLong(Long::longValue).sum()
        + balances.stream().mapToLong(Long::longValue).sum()
        + own
        + sink;
  }
}
