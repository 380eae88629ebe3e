/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static dev.sluice.testkit.channel.cases.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removals: the cut of the removed member, void sets, deferred settlements, shrinking. */
final class CutCases {
  private static final List<Integer> FIVE = List.of(0, 1, 2, 3, 4);

  private CutCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    all.add(new ContractCase("the new set waits for the cut", CutCases::waits));
    all.add(new ContractCase("a cut that is too low", CutCases::conflict));
    for (long after : new long[] {59_999, 60_000, 60_001}) {
      all.add(new ContractCase("cut window " + after + " ms old", s -> window(s, after)));
      all.add(new ContractCase("old set " + after + " ms after", s -> voided(s, after)));
    }
    all.add(new ContractCase("a settlement of the old set is deferred", CutCases::deferred));
    all.add(new ContractCase("a deferred settlement that is overtaken", CutCases::dropped));
    all.add(new ContractCase("older confirmed work in an exit", CutCases::older));
    all.add(new ContractCase("a channel that shrinks too far", CutCases::shrinks));
    all.add(new ContractCase("a settlement between removals", CutCases::between));
    return all;
  }

  private static PayoutList plain(Scene s, int... accounts) {
    return s.even(CheckpointKind.PLAIN, accounts);
  }

  private static PayoutList cutting(Scene s, long removalSet, long height, int member) {
    PayoutList even = plain(s, 0, 1, 2, 3, 4);
    return new PayoutList(
        even.kind(),
        even.subject(),
        List.of(new PayoutList.Cut(s.ground().accounts().get(member), removalSet, height)),
        even.entries());
  }

  private static void waits(Scene s) {
    s.open(Terms.OPEN, 5);
    s.expel(1, 4);
    assertThat(s.state().openCuts()).containsExactly(s.ground().accounts().get(4));
    s.refuses(AbortCode.CUT_OPEN, 1, s.settling(s.draft(9, plain(s, 0, 1, 2, 3, 4))));
    Bytes data = s.draft(9, plain(s, 0, 1, 2, 3, 4)).proposal();
    s.refuses(AbortCode.CUT_OPEN, 1, new ChannelCommand.Propose(ID, 1, data));
    s.pass(Terms.WINDOW + 1);
    s.must(9, new ChannelCommand.FixCut(ID, s.ground().address(4)));
    s.refuses(AbortCode.NO_CUT, 9, new ChannelCommand.FixCut(ID, s.ground().address(4)));
    s.refuses(AbortCode.CUT_CONFLICT, 1, s.settling(s.draft(9, plain(s, 0, 1, 2, 3, 4))));
    s.must(1, s.settling(s.draft(9, cutting(s, 6, 0, 4))));
  }

  private static void conflict(Scene s) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, s.even(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    s.refuses(
        AbortCode.NO_CUT,
        0,
        new ChannelCommand.PostCut(
            ID, s.certified(s.draft(9, s.even(CheckpointKind.NONE, 0, 1, 2, 3, 4)), 4)));
    Bytes posted = old.signed(FIVE, 0, 1, 2, 3);
    s.must(9, new ChannelCommand.PostCut(ID, posted));
    s.refuses(AbortCode.NOT_HIGHER, 9, new ChannelCommand.PostCut(ID, posted));
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FixCut(ID, s.ground().address(4)));
    s.refuses(AbortCode.CUT_CONFLICT, 1, s.settling(s.draft(9, cutting(s, 6, 7, 4))));
    s.refuses(AbortCode.CUT_CONFLICT, 1, s.settling(s.draft(9, cutting(s, 5, 8, 4))));
    s.must(1, s.settling(s.draft(9, cutting(s, 6, 8, 4))));
  }

  private static void window(Scene s, long after) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, s.even(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    s.pass(after);
    Bytes posted = old.signed(FIVE, 0, 1, 2, 3);
    ChannelCommand fix = new ChannelCommand.FixCut(ID, s.ground().address(4));
    if (after <= Terms.WINDOW) {
      s.must(1, new ChannelCommand.PostCut(ID, posted));
      s.refuses(AbortCode.WINDOW_OPEN, 1, fix);
    } else {
      s.refuses(AbortCode.VOID_SET, 1, new ChannelCommand.PostCut(ID, posted));
      s.must(1, fix);
    }
  }

  private static void voided(Scene s, long after) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, s.even(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    s.pass(after);
    ChannelCommand exit =
        new ChannelCommand.OpenExit(ID, Optional.of(old.signed(FIVE, 0, 1, 2, 3)));
    if (after <= Terms.WINDOW) {
      s.must(1, exit);
    } else {
      s.refuses(AbortCode.VOID_SET, 1, exit);
    }
  }

  private static void deferred(Scene s) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, plain(s, 0, 1, 2, 3, 4));
    Draft higher = s.draft(9, plain(s, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    s.must(1, new ChannelCommand.Settle(ID, old.signed(FIVE, 0, 1, 2, 3)));
    assertThat(s.state().settledHeight()).isZero();
    s.refuses(AbortCode.NOT_HIGHER, 1, new ChannelCommand.Settle(ID, old.signed(FIVE, 1, 2, 3, 4)));
    s.must(1, new ChannelCommand.Settle(ID, higher.signed(FIVE, 1, 2, 3, 4)));
    s.pass(Terms.WINDOW + 1);
    s.refuses(AbortCode.VOID_SET, 1, new ChannelCommand.Settle(ID, old.signed(FIVE, 0, 1, 2, 3)));
    s.must(9, new ChannelCommand.FixCut(ID, s.ground().address(4)));
    assertThat(s.state().settledHeight()).isEqualTo(9);
    assertThat(s.state().settlerSet()).isEqualTo(5);
  }

  private static void dropped(Scene s) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, plain(s, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    s.must(1, new ChannelCommand.Settle(ID, old.signed(FIVE, 0, 1, 2, 3)));
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().settledHeight()).isZero();
    s.refuses(AbortCode.CLOSED, 9, new ChannelCommand.FixCut(ID, s.ground().address(4)));
  }

  private static void older(Scene s) {
    s.open(Terms.OPEN, 5);
    Draft old = s.draft(8, s.even(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    s.expel(1, 4);
    Draft cutOff = s.draft(9, cutting(s, 6, 3, 4));
    cutOff.payouts =
        new PayoutList(
            CheckpointKind.NONE,
            PayoutList.NOBODY,
            cutOff.payouts.cuts(),
            cutOff.payouts.entries());
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.of(s.certified(cutOff, 4))));
    s.must(2, new ChannelCommand.PostExit(ID, old.signed(FIVE, 0, 1, 2, 3)));
    s.pass(Terms.WINDOW + 1);
    s.must(2, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().settledHeight()).isEqualTo(8);
  }

  private static void shrinks(Scene s) {
    s.open(Terms.OPEN, 5);
    for (int i = 4; i > 2; i--) {
      assertThat(s.state().phase()).isEqualTo(2);
      s.expel(1, i);
    }
    assertThat(s.state().sets().get((int) s.state().setVersion() - 1).quorum()).isEqualTo(3);
    if (s.state().phase() == 2) {
      s.expel(1, 2);
    }
    assertThat(s.state().phase()).isEqualTo(3);
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().payable().subList(0, 5)).containsOnly(100L);
  }

  private static void between(Scene s) {
    s.open(Terms.OPEN, 5);
    s.expel(1, 4);
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FixCut(ID, s.ground().address(4)));
    s.must(1, s.settling(s.draft(9, cutting(s, 6, 0, 4))));
    assertThat(s.state().settlerSet()).isEqualTo(6);
    s.expel(1, 3);
    assertThat(s.state().phase()).isEqualTo(2);
    assertThat(s.state().openCuts()).hasSize(1);
    s.cast().renew(4);
    s.refuses(AbortCode.ALREADY_MEMBER, 1, s.joining(1, 100));
  }
}
