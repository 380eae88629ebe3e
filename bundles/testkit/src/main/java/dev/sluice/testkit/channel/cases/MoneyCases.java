/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static dev.sluice.testkit.channel.cases.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.NetChange;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payouts, stakes, the pool, and a dApp that aborts. */
final class MoneyCases {
  private MoneyCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    all.add(new ContractCase("payouts are pulled", MoneyCases::pulled));
    for (long after : new long[] {74_999, 75_000, 75_001}) {
      all.add(new ContractCase("stake " + after + " ms after a removal", s -> freed(s, after)));
    }
    all.add(new ContractCase("stakes in the pool", MoneyCases::pooled));
    all.add(new ContractCase("a fine out of the pool", MoneyCases::finedInPool));
    for (long after : new long[] {86_414_999, 86_415_000}) {
      all.add(new ContractCase("withdrawal " + after + " ms old", s -> withdrawn(s, after)));
    }
    all.add(new ContractCase("a dApp that aborts locks nobody's money", MoneyCases::aborting));
    for (long after : new long[] {100_000, 100_001}) {
      all.add(new ContractCase("pages " + after + " ms late", s -> skipped(s, after)));
    }
    all.add(new ContractCase("pages of a state", MoneyCases::pages));
    all.add(new ContractCase("as many settlements as wait for pages", MoneyCases::backlog));
    all.add(new ContractCase("who is paid by whom", MoneyCases::others));
    all.add(new ContractCase("what was released is gone", MoneyCases::released));
    return all;
  }

  private static ChannelCommand take(Scene s, int account) {
    return new ChannelCommand.TakePayout(s.ground().coinType(), ID, s.ground().address(account));
  }

  private static Draft paying(Scene s, long height) {
    return s.draft(
        height,
        new PayoutList(
            CheckpointKind.PLAIN,
            PayoutList.NOBODY,
            List.of(),
            List.of(s.entry(0, 40, true), s.entry(1, 60, true), s.entry(2, 200, false))));
  }

  private static void pulled(Scene s) {
    s.open(Terms.OPEN, 3);
    s.refuses(AbortCode.NOTHING, 0, take(s, 0));
    s.must(0, s.settling(paying(s, 5)));
    long before = s.state().balances().get(1);
    s.must(2, take(s, 1));
    assertThat(s.state().balances().get(1)).isEqualTo(before + 60);
    s.refuses(AbortCode.NOTHING, 1, take(s, 1));
    s.refuses(AbortCode.NOTHING, 2, take(s, 2));
    s.must(9, take(s, 0));
    assertThat(s.state().escrow()).isEqualTo(200);
  }

  private static void freed(Scene s, long after) {
    s.open(Terms.OPEN, 4);
    ChannelCommand release = new ChannelCommand.ReleaseStake(ID, s.ground().address(3));
    s.refuses(AbortCode.TIME_LEFT, 3, release);
    s.refuses(AbortCode.NOTHING, 3, new ChannelCommand.ReleaseStake(ID, s.ground().address(8)));
    s.expel(0, 3);
    s.pass(after);
    if (after < Terms.LIVE + Terms.WINDOW) {
      s.refuses(AbortCode.TIME_LEFT, 3, release);
      return;
    }
    s.must(8, release);
    assertThat(s.state().payable().get(3)).isEqualTo(Terms.STAKE);
    s.refuses(AbortCode.NOTHING, 3, release);
    s.must(3, take(s, 3));
  }

  private static void deposit(Scene s, int account, long amount) {
    s.must(account, new ChannelCommand.PoolDeposit(s.ground().coinType(), amount));
  }

  private static ChannelCommand request(Scene s, long amount) {
    return new ChannelCommand.PoolRequest(s.ground().coinType(), amount);
  }

  private static void pooled(Scene s) {
    deposit(s, 0, Terms.STAKE);
    deposit(s, 1, Terms.STAKE - 1);
    s.create(Terms.OPEN.pooled());
    s.refuses(AbortCode.NO_STAKE, 1, s.joining(1, 100));
    deposit(s, 1, 1);
    s.join(1);
    s.refuses(AbortCode.NO_STAKE, 2, s.joining(2, 100));
    s.refuses(AbortCode.RESERVED, 0, request(s, 1));
    s.refuses(
        AbortCode.NO_FUNDS,
        0,
        new ChannelCommand.PoolDeposit(s.ground().coinType(), s.ground().funds()));
    deposit(s, 0, 500);
    s.must(0, request(s, 500));
    s.refuses(AbortCode.TIME_LEFT, 0, new ChannelCommand.PoolWithdraw(s.ground().coinType()));
    s.refuses(AbortCode.NOTHING, 1, new ChannelCommand.PoolWithdraw(s.ground().coinType()));
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    s.pass(Terms.LIVE + Terms.WINDOW);
    s.must(9, new ChannelCommand.ReleaseStake(ID, s.ground().address(0)));
    assertThat(s.state().pool().get(0).reserved()).isZero();
    s.must(0, request(s, 1_500));
  }

  private static void finedInPool(Scene s) {
    for (int i = 0; i < 3; i++) {
      deposit(s, i, Terms.STAKE + 10);
    }
    s.open(Terms.OPEN.pooled(), 3);
    Draft one = s.draft(5, PayoutList.EMPTY);
    Draft two = s.draft(5, PayoutList.EMPTY);
    two.root = Draft.hash("other");
    s.must(
        1,
        new ChannelCommand.PostEvidence(
            ID, Bytes.of(s.cast().evidence(one.header(), two.header(), 2, 2).encode())));
    assertThat(s.state().pool().get(2).balance()).isEqualTo(Terms.STAKE + 10 - Terms.FINE);
    assertThat(s.state().pool().get(2).reserved()).isEqualTo(Terms.STAKE - Terms.FINE);
    s.must(9, take(s, 1));
    assertThat(s.state().sink()).isEqualTo(Terms.FINE - Terms.REFUND);
  }

  private static void withdrawn(Scene s, long after) {
    deposit(s, 0, 1_700);
    s.create(Terms.OPEN.pooled());
    s.must(0, request(s, 700));
    s.must(0, request(s, 600));
    s.pass(after);
    ChannelCommand withdraw = new ChannelCommand.PoolWithdraw(s.ground().coinType());
    if (after < 86_415_000) {
      s.refuses(AbortCode.TIME_LEFT, 0, withdraw);
    } else {
      s.must(0, withdraw);
      s.refuses(AbortCode.NOTHING, 0, withdraw);
      assertThat(s.state().pool().get(0).balance()).isEqualTo(1_100);
    }
  }

  /** Pages in which the dApp finds nothing of its own. */
  private static List<NetChangePage> pages(int count) {
    List<NetChangePage> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(
          new NetChangePage(
              i,
              List.of(
                  new NetChange.Item(
                      AccountAddress.of(9),
                      Bytes.of((byte) i),
                      new NetChange.Change.New(Bytes.of((byte) 1))))));
    }
    return pages;
  }

  private static ChannelCommand.Apply apply(Scene s, List<NetChangePage> pages, int number) {
    List<Bytes> proof =
        MerkleTree.proof(HashFunction.H, pages, number).stream()
            .map(hash -> Bytes.of(hash.toArray()))
            .toList();
    return new ChannelCommand.Apply(
        s.ground().dapp(), ID, number, Bytes.of(pages.get(number).encode()), proof, pages.size());
  }

  private static void aborting(Scene s) {
    s.open(Terms.OPEN, 3);
    List<NetChangePage> bad = s.ground().badPages();
    s.must(0, s.settling(paying(s, 5).changing(NetChangePage.root(bad))));
    ChannelCommand.Apply apply = apply(s, bad, 0);
    s.chokes(0, apply);
    s.chokes(1, apply);
    s.must(0, take(s, 0));
    s.must(1, take(s, 1));
    s.must(0, s.settling(s.draft(6, s.even(CheckpointKind.PLAIN, 0, 1))));
    assertThat(s.state().applyBacklog()).isEqualTo(1);
    s.refuses(AbortCode.TIME_LEFT, 0, new ChannelCommand.SkipApply(ID));
    s.pass(Terms.APPLY + 1);
    s.must(9, new ChannelCommand.SkipApply(ID));
    assertThat(s.state().stateBroken()).isTrue();
    s.refuses(AbortCode.NOTHING, 0, apply);
    s.refuses(AbortCode.NOTHING, 9, new ChannelCommand.SkipApply(ID));
    s.must(0, s.settling(s.draft(7, s.even(CheckpointKind.PLAIN, 0, 1))));
  }

  private static void skipped(Scene s, long after) {
    s.open(Terms.OPEN, 3);
    s.must(0, s.settling(paying(s, 5).changing(NetChangePage.root(pages(1)))));
    s.pass(after);
    ChannelCommand skip = new ChannelCommand.SkipApply(ID);
    if (after <= Terms.APPLY) {
      s.refuses(AbortCode.TIME_LEFT, 1, skip);
    } else {
      s.must(1, skip);
    }
  }

  private static void pages(Scene s) {
    s.open(Terms.OPEN, 3);
    List<NetChangePage> pages = pages(5);
    s.refuses(AbortCode.NOTHING, 0, apply(s, pages, 0));
    s.must(0, s.settling(paying(s, 5).changing(NetChangePage.root(pages))));
    s.refuses(AbortCode.WRONG_PAGE, 0, apply(s, pages, 1));
    ChannelCommand.Apply first = apply(s, pages, 0);
    s.refuses(AbortCode.WRONG_PROOF, 0, with(first, first.page(), List.of(), 5));
    s.refuses(AbortCode.WRONG_PROOF, 0, with(first, apply(s, pages, 1).page(), first.proof(), 5));
    s.refuses(AbortCode.WRONG_PROOF, 0, with(first, first.page(), first.proof(), 2));
    s.refuses(AbortCode.WRONG_PAGE, 0, with(first, first.page(), first.proof(), 0));
    s.refuses(AbortCode.WRONG_PAGE, 0, with(first, first.page(), first.proof(), 4_097));
    s.refuses(AbortCode.MALFORMED, 0, with(first, Bytes.utf8("page"), first.proof(), 5));
    s.refuses(AbortCode.TOO_LARGE, 0, with(first, Bytes.of(new byte[12_289]), first.proof(), 5));
    for (int i = 0; i < 5; i++) {
      s.must(i, apply(s, pages, i));
      if (i < 4) {
        s.refuses(AbortCode.WRONG_PAGE, i, apply(s, pages, i));
      }
    }
    assertThat(s.state().applyBacklog()).isZero();
  }

  private static ChannelCommand.Apply with(
      ChannelCommand.Apply a, Bytes page, List<Bytes> proof, long count) {
    return new ChannelCommand.Apply(a.dapp(), a.channel(), a.number(), page, proof, count);
  }

  private static void backlog(Scene s) {
    s.open(Terms.OPEN, 3);
    Hash root = NetChangePage.root(pages(1));
    for (int i = 1; i <= 4; i++) {
      s.must(0, s.settling(plain(s, i).changing(root)));
    }
    s.refuses(AbortCode.APPLY_BACKLOG, 0, s.settling(plain(s, 5).changing(root)));
    Bytes data = plain(s, 5).proposal();
    s.refuses(AbortCode.APPLY_BACKLOG, 0, new ChannelCommand.Propose(ID, 1, data));
    s.must(0, apply(s, pages(1), 0));
    s.must(0, s.settling(plain(s, 5).changing(root)));
  }

  private static Draft plain(Scene s, long height) {
    return s.draft(height, s.even(CheckpointKind.PLAIN, 0, 1, 2));
  }

  /** An account that never takes its coins stops nobody. */
  private static void others(Scene s) {
    s.open(Terms.OPEN, 3);
    PayoutList close =
        new PayoutList(
            CheckpointKind.CLOSE,
            PayoutList.NOBODY,
            List.of(),
            List.of(s.entry(0, 100, true), s.entry(1, 100, true), s.entry(2, 100, true)));
    s.must(0, s.settling(s.draft(5, close)));
    s.must(9, take(s, 2));
    s.must(9, take(s, 0));
    s.pass(Terms.LIVE + Terms.WINDOW);
    for (int i = 0; i < 3; i++) {
      s.must(9, new ChannelCommand.ReleaseStake(ID, s.ground().address(i)));
    }
    s.must(9, take(s, 2));
    assertThat(s.state().payable().get(1)).isEqualTo(100 + Terms.STAKE);
    assertThat(s.state().escrow()).isZero();
  }

  /** What was released does not belong to the channel any more. */
  private static void released(Scene s) {
    s.open(Terms.OPEN, 3);
    s.must(0, s.settling(paying(s, 5)));
    s.must(9, take(s, 0));
    s.refuses(
        AbortCode.NOT_CONSERVED, 0, s.settling(s.draft(9, s.even(CheckpointKind.PLAIN, 0, 1, 2))));
    Draft second =
        s.draft(
            9,
            new PayoutList(
                CheckpointKind.PLAIN,
                PayoutList.NOBODY,
                List.of(),
                List.of(s.entry(2, 200, false))));
    s.must(0, s.settling(second));
  }
}
