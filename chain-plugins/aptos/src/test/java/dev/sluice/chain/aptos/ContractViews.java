/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.ChannelState;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.testkit.channel.cases.Glance;
import dev.sluice.testkit.channel.cases.Ground;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a contract's views say, all of them put together. */
final class ContractViews {
  /** Where the answers come from. */
  interface Source {
    <T> T ask(ChannelQuery<T> query);

    /** Coins of an account outside of channels and pool; 0 if there is no such account. */
    long balance(AccountAddress account);
  }

  private final Ground ground;
  private final Source source;

  ContractViews(Ground ground, Source source) {
    this.ground = ground;
    this.source = source;
  }

  /** Everything that can be seen of a channel. */
  Glance look(long id) {
    ChannelState c = source.ask(new ChannelQuery.Channel(id));
    List<ChannelState.Member> members = source.ask(new ChannelQuery.Members(id));
    List<Glance.SetLine> sets = new ArrayList<>();
    for (long version = 1; version <= c.setVersion(); version++) {
      ChannelState.Set set = source.ask(new ChannelQuery.MemberSet(id, version));
      sets.add(new Glance.SetLine((int) set.quorum(), set.voidAt()));
    }
    boolean closed = c.phase() == 4;
    Map<Address, Long> bars = source.ask(new ChannelQuery.Bars(id));
    Map<AccountAddress, AccountAddress> delegations = new HashMap<>();
    source
        .ask(new ChannelQuery.Delegations(id))
        .forEach((from, to) -> delegations.put(account(from), account(to)));
    long escrow =
        c.allocation().stream().mapToLong(ChannelState.Payout::amount).sum()
            + c.deposits().stream().mapToLong(d -> d.entry().amount()).sum();
    return new Glance(
        c.phase(),
        c.seq(),
        hash(c.genesisHash()),
        c.epoch(),
        hash(c.claimId()),
        c.leader().map(ContractViews::account),
        c.reignEpoch(),
        c.setVersion(),
        c.settledHeight(),
        hash(c.settledRoot()),
        c.lastSettlerSet(),
        escrow,
        c.exit().map(ChannelState.Exit::ends),
        c.cuts().stream().filter(cut -> !cut.fixed()).map(cut -> account(cut.member())).toList(),
        members.stream().map(m -> account(m.address())).toList(),
        closed ? List.of() : members.stream().map(ChannelState.Member::heartbeat).toList(),
        sets,
        source.ask(new ChannelQuery.Candidates(id)).stream().map(ContractViews::account).toList(),
        delegations,
        closed ? List.of() : source.ask(new ChannelQuery.OpenProposals(id)),
        source.ask(new ChannelQuery.Applying(id)).size(),
        c.stateBroken(),
        each(a -> bars.getOrDefault(text(a), 0L)),
        each(a -> source.ask(new ChannelQuery.Payable(id, text(a)))),
        each(a -> source.ask(new ChannelQuery.Reservation(id, text(a))).amount()),
        each(this::pool),
        each(source::balance),
        source.balance(ground.sink())
            + source.ask(new ChannelQuery.Payable(id, text(ground.sink()))));
  }

  private <T> List<T> each(Function<AccountAddress, T> what) {
    return ground.accounts().stream().map(what).toList();
  }

  private Glance.PoolLine pool(AccountAddress account) {
    ChannelState.Pool pool = source.ask(new ChannelQuery.Pool(ground.coinType(), text(account)));
    return new Glance.PoolLine(
        pool.balance(),
        pool.reserved(),
        pool.withdrawal().map(ChannelState.Withdrawal::amount).orElse(0L),
        pool.withdrawal().map(ChannelState.Withdrawal::readyAt).orElse(0L));
  }

  static Address text(AccountAddress address) {
    return new Address(address.toStandardString());
  }

  static AccountAddress account(Address address) {
    return AccountAddress.parse(address.text());
  }

  private static Hash hash(Bytes bytes) {
    return Hash.of(bytes.toArray());
  }
}
