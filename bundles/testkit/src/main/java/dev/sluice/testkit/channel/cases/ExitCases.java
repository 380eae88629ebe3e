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

/** Exits, contested and not, their windows, and settlements in between. */
final class ExitCases {
  private ExitCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    all.add(new ContractCase("an exit that nobody contests", ExitCases::alone));
    all.add(new ContractCase("an exit that is contested", ExitCases::contested));
    all.add(new ContractCase("an exit without any settlement", ExitCases::bare));
    all.add(new ContractCase("an exit while forming", ExitCases::forming));
    for (long after : new long[] {59_999, 60_000, 60_001}) {
      all.add(new ContractCase("exit window " + after + " ms old", s -> window(s, after)));
    }
    all.add(new ContractCase("what an exit stops", ExitCases::stops));
    all.add(new ContractCase("a settlement that cancels an exit", ExitCases::cancelled));
    all.add(new ContractCase("settlements that do not cancel", ExitCases::notCancelled));
    all.add(new ContractCase("a forced exit", ExitCases::forced));
    all.add(new ContractCase("an exit refused", ExitCases::refused));
    all.add(new ContractCase("a settlement overtakes what was posted", ExitCases::overtaken));
    return all;
  }

  private static Bytes confirmed(Scene s, long height, long... amounts) {
    List<PayoutList.Entry> entries = new ArrayList<>();
    for (int i = 0; i < amounts.length; i++) {
      entries.add(s.entry(i, amounts[i], false));
    }
    PayoutList list = new PayoutList(CheckpointKind.NONE, PayoutList.NOBODY, List.of(), entries);
    return s.certified(s.draft(height, list), 3);
  }

  private static void alone(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.of(confirmed(s, 5, 10, 20, 30, 340))));
    assertThat(s.state().exitEnds()).contains(s.now() + Terms.WINDOW);
    s.pass(Terms.WINDOW + 1);
    s.must(9, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().phase()).isEqualTo(4);
    assertThat(s.state().settledHeight()).isEqualTo(5);
    assertThat(s.state().payable().subList(0, 4)).containsExactly(10L, 20L, 30L, 340L);
  }

  private static void contested(Scene s) {
    s.open(Terms.OPEN, 4);
    Bytes low = confirmed(s, 5, 10, 20, 30, 340);
    s.must(3, new ChannelCommand.OpenExit(ID, Optional.of(low)));
    s.refuses(AbortCode.NOT_HIGHER, 0, new ChannelCommand.PostExit(ID, low));
    s.must(0, new ChannelCommand.PostExit(ID, confirmed(s, 7, 100, 100, 100, 100)));
    s.refuses(AbortCode.NOT_HIGHER, 3, new ChannelCommand.PostExit(ID, low));
    s.must(9, new ChannelCommand.PostExit(ID, confirmed(s, 8, 250, 50, 50, 50)));
    s.pass(Terms.WINDOW + 1);
    s.must(0, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().settledHeight()).isEqualTo(8);
    assertThat(s.state().payable().subList(0, 4)).containsExactly(250L, 50L, 50L, 50L);
  }

  private static void bare(Scene s) {
    s.open(Terms.OPEN, 3);
    s.must(0, s.settling(s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2))));
    s.join(3);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().payable().subList(0, 4)).containsExactly(100L, 100L, 100L, 100L);
    assertThat(s.state().settledHeight()).isEqualTo(5);
  }

  private static void forming(Scene s) {
    s.open(Terms.OPEN.sized(3, 9), 2);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.refuses(AbortCode.EXIT_OPEN, 2, s.joining(2, 100));
    s.pass(Terms.WINDOW + 1);
    s.must(0, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().payable().subList(0, 2)).containsExactly(100L, 100L);
  }

  private static void window(Scene s, long after) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    Bytes better = confirmed(s, 5, 100, 100, 100, 100);
    s.pass(after);
    if (after <= Terms.WINDOW) {
      s.refuses(AbortCode.WINDOW_OPEN, 1, new ChannelCommand.FinalizeExit(ID));
      s.must(2, new ChannelCommand.PostExit(ID, better));
    } else {
      s.refuses(AbortCode.WINDOW_CLOSED, 2, new ChannelCommand.PostExit(ID, better));
      s.must(1, new ChannelCommand.FinalizeExit(ID));
      s.refuses(AbortCode.CLOSED, 1, new ChannelCommand.FinalizeExit(ID));
    }
  }

  private static void stops(Scene s) {
    s.open(Terms.OPEN, 4);
    Bytes data = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3)).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.refuses(AbortCode.EXIT_OPEN, 4, s.joining(4, 100));
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.Propose(ID, 1, data));
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.Execute(ID, 1, data));
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.Delegate(ID, s.ground().address(1)));
    s.pass(Terms.EXPEL + 1);
    s.alive(0);
    s.refuses(AbortCode.EXIT_OPEN, 0, new ChannelCommand.ExpelDead(ID, s.ground().address(3)));
    s.pass(Terms.LIVE + 1);
    s.must(1, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
  }

  private static void cancelled(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.of(confirmed(s, 5, 100, 100, 100, 100))));
    s.must(0, s.settling(s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3))));
    assertThat(s.state().phase()).isEqualTo(2);
    assertThat(s.state().exitEnds()).isEmpty();
    s.refuses(AbortCode.NO_EXIT, 1, new ChannelCommand.FinalizeExit(ID));
    s.refuses(
        AbortCode.NO_EXIT, 1, new ChannelCommand.PostExit(ID, confirmed(s, 7, 100, 100, 100, 100)));
  }

  private static void notCancelled(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.of(confirmed(s, 9, 100, 100, 100, 100))));
    Draft close =
        s.draft(
            5,
            new PayoutList(
                CheckpointKind.CLOSE,
                PayoutList.NOBODY,
                List.of(),
                List.of(s.entry(0, 400, true))));
    s.refuses(AbortCode.EXIT_HIGHER, 0, s.settling(close));
    Draft unaware = s.draft(12, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3));
    unaware.chainSeq = 1;
    s.must(0, s.settling(unaware));
    assertThat(s.state().phase()).isEqualTo(3);
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().settledHeight()).isEqualTo(12);
  }

  private static void forced(Scene s) {
    s.open(Terms.OPEN, 2);
    s.expel(0, 1);
    assertThat(s.state().phase()).isEqualTo(3);
    Draft settlement = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1));
    s.refuses(
        AbortCode.SMALL_SET, 0, new ChannelCommand.Settle(ID, settlement.signed(List.of(0), 0)));
    s.pass(Terms.WINDOW + 1);
    s.must(0, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().payable().subList(0, 2)).containsExactly(100L, 100L);
  }

  private static void refused(Scene s) {
    s.open(Terms.OPEN, 4);
    s.refuses(AbortCode.NOT_MEMBER, 9, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.refuses(AbortCode.NO_CHANNEL, 0, new ChannelCommand.OpenExit(5, Optional.empty()));
    s.refuses(AbortCode.NO_EXIT, 0, new ChannelCommand.FinalizeExit(ID));
    s.refuses(
        AbortCode.NO_EXIT, 0, new ChannelCommand.PostExit(ID, confirmed(s, 5, 100, 100, 100, 100)));
    s.refuses(
        AbortCode.NOT_CONSERVED,
        0,
        new ChannelCommand.OpenExit(ID, Optional.of(confirmed(s, 5, 100, 100, 100, 101))));
    s.must(0, s.settling(s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3))));
    Draft draft = s.draft(9, s.even(CheckpointKind.NONE, 0, 1, 2, 3));
    draft.baseHeight = 4;
    s.refuses(
        AbortCode.WRONG_BASE,
        0,
        new ChannelCommand.OpenExit(ID, Optional.of(s.certified(draft, 3))));
    draft.baseHeight = 7;
    s.must(0, new ChannelCommand.OpenExit(ID, Optional.of(s.certified(draft, 3))));
    s.pass(Terms.WINDOW + 1);
    s.must(0, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().stateBroken()).isTrue();
  }

  private static void overtaken(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.of(confirmed(s, 9, 400))));
    Draft released = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2));
    released.chainSeq = 1;
    released.payouts =
        new PayoutList(
            CheckpointKind.PLAIN,
            PayoutList.NOBODY,
            List.of(),
            List.of(s.entry(0, 300, false), s.entry(1, 100, true)));
    s.must(0, s.settling(released));
    assertThat(s.state().phase()).isEqualTo(3);
    s.pass(Terms.WINDOW + 1);
    s.must(1, new ChannelCommand.FinalizeExit(ID));
    assertThat(s.state().settledHeight()).isEqualTo(5);
    assertThat(s.state().payable().subList(0, 2)).containsExactly(300L, 100L);
  }
}
