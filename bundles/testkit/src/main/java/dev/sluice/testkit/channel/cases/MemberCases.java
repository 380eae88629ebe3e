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
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Joining, leaving, coming back, closing. */
final class MemberCases {
  private MemberCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    all.add(new ContractCase("joins refused", MemberCases::refused));
    all.add(new ContractCase("keys used before", MemberCases::keys));
    all.add(new ContractCase("a full channel", MemberCases::full));
    all.add(new ContractCase("listed accounts", MemberCases::listed));
    all.add(new ContractCase("approved accounts", MemberCases::approved));
    for (long after : new long[] {1_000, 1_001}) {
      all.add(new ContractCase("approval " + after + " ms old", s -> approval(s, after)));
    }
    all.add(new ContractCase("creation refused", MemberCases::creation));
    all.add(new ContractCase("a leave and what follows", MemberCases::leave));
    all.add(new ContractCase("a close and what follows", MemberCases::close));
    all.add(new ContractCase("a member comes back", MemberCases::back));
    all.add(new ContractCase("one life sign for several channels", MemberCases::alive));
    return all;
  }

  private static void refused(Scene s) {
    s.create(Terms.OPEN);
    JoinArguments good = s.cast().join(s.domain(), 1, 100);
    s.refuses(AbortCode.NOT_CALLER, 2, s.joining(Bytes.of(good.encode())));
    s.refuses(AbortCode.MALFORMED, 1, s.joining(Bytes.utf8("join")));
    Domain other = new Domain(s.ground().chainId(), s.ground().contract(), 2);
    s.refuses(
        AbortCode.BAD_POSSESSION, 1, s.joining(Bytes.of(s.cast().join(other, 1, 100).encode())));
    s.refuses(
        AbortCode.BAD_POSSESSION,
        1,
        s.joining(
            Bytes.of(
                new JoinArguments(
                        good.address(),
                        good.txKey(),
                        good.memberKey(),
                        good.peerKey(),
                        good.endpoint(),
                        /* possessionTx= */ good.possessionMember(),
                        /* possessionMember= */ good.possessionTx(),
                        good.deposit(),
                        Optional.empty())
                    .encode())));
    s.refuses(AbortCode.NO_FUNDS, 1, s.joining(1, s.ground().funds()));
    s.refuses(AbortCode.NO_FUNDS, 1, s.joining(1, -1));
    s.must(1, s.joining(1, s.ground().funds() - Terms.STAKE));
    s.refuses(AbortCode.ALREADY_MEMBER, 1, s.joining(1, 0));
    s.must(2, s.joining(2, 0));
  }

  private static void keys(Scene s) {
    s.open(Terms.OPEN, 3);
    JoinArguments reused = s.cast().join(s.domain(), 1, s.ground().accounts().get(3), 100);
    s.refuses(AbortCode.KEY_REUSED, 3, s.joining(Bytes.of(reused.encode())));
    s.expel(0, 2);
    s.refuses(AbortCode.KEY_REUSED, 2, s.joining(2, 100));
  }

  private static void full(Scene s) {
    s.open(Terms.OPEN.sized(2, 3), 3);
    s.refuses(AbortCode.FULL, 3, s.joining(3, 100));
  }

  private static void listed(Scene s) {
    s.open(Terms.OPEN.admitting(1), 3);
    s.refuses(AbortCode.NOT_ADMITTED, 3, s.joining(3, 100));
  }

  private static ChannelCommand approving(Scene s, int joiner, long deposit, int... by) {
    JoinArguments join = s.cast().join(s.domain(), joiner, 100);
    JoinArguments approved =
        s.cast()
            .approved(join, s.domain(), s.state().setVersion(), s.now() + 1_000, s.present(), by);
    return s.joining(
        Bytes.of(
            new JoinArguments(
                    approved.address(),
                    approved.txKey(),
                    approved.memberKey(),
                    approved.peerKey(),
                    approved.endpoint(),
                    approved.possessionTx(),
                    approved.possessionMember(),
                    deposit,
                    approved.approval())
                .encode()));
  }

  private static void approved(Scene s) {
    s.create(Terms.OPEN.admitting(0));
    s.refuses(AbortCode.NOT_ADMITTED, 1, s.joining(1, 100));
    ChannelCommand first = approving(s, 1, 100, 0);
    s.must(1, first);
    s.refuses(AbortCode.NOT_ADMITTED, 2, approving(s, 2, 100, 0));
    s.refuses(AbortCode.NOT_ADMITTED, 2, approving(s, 2, 101, 0, 1));
    ChannelCommand old = approving(s, 2, 100, 0, 1);
    s.must(3, approving(s, 3, 100, 0, 1));
    s.refuses(AbortCode.NOT_ADMITTED, 2, old);
    s.must(2, approving(s, 2, 100, 0, 1, 2));
  }

  private static void approval(Scene s, long after) {
    s.create(Terms.OPEN.admitting(0));
    ChannelCommand join = approving(s, 1, 100, 0);
    s.pass(after);
    if (after <= 1_000) {
      s.must(1, join);
    } else {
      s.refuses(AbortCode.NOT_ADMITTED, 1, join);
    }
  }

  private static void creation(Scene s) {
    s.refuses(AbortCode.BAD_CONFIG, 0, s.creation(Terms.OPEN.sized(5, 4), 100));
    s.refuses(AbortCode.BAD_CONFIG, 0, s.creation(Terms.OPEN.sized(0, 4), 100));
    s.refuses(AbortCode.BAD_CONFIG, 0, s.creation(Terms.OPEN.sized(2, 65), 100));
    s.refuses(AbortCode.NO_STAKE, 0, s.creation(Terms.OPEN.pooled(), 100));
    s.refuses(AbortCode.NO_FUNDS, 0, s.creation(Terms.OPEN, s.ground().funds()));
    s.create(Terms.OPEN);
    assertThat(s.state().phase()).isEqualTo(1);
    assertThat(s.state().leader()).contains(s.ground().accounts().get(0));
  }

  private static PayoutList leaving(Scene s, int leaver, int... members) {
    return new PayoutList(
        CheckpointKind.LEAVE,
        s.ground().accounts().get(leaver),
        List.of(),
        IntStream.of(members).mapToObj(m -> s.entry(m, 100, m == leaver)).toList());
  }

  private static void leave(Scene s) {
    s.open(Terms.OPEN, 4);
    ChannelCommand assets = new ChannelCommand.Leave(s.ground().dapp(), ID);
    s.refuses(AbortCode.STILL_MEMBER, 0, assets);
    s.must(1, s.settling(s.draft(5, leaving(s, 0, 0, 1, 2, 3))));
    assertThat(s.present()).containsExactly(1, 2, 3);
    assertThat(s.state().leader()).isEmpty();
    assertThat(s.state().sets().get(4).quorum()).isEqualTo(3);
    assertThat(s.state().payable().get(0)).isEqualTo(100);
    s.must(0, assets);
    s.refuses(AbortCode.NOTHING, 0, assets);
    s.must(1, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
    s.refuses(AbortCode.TIME_LEFT, 0, new ChannelCommand.ReleaseStake(ID, s.ground().address(0)));
    s.pass(Terms.LIVE + Terms.WINDOW);
    s.must(0, new ChannelCommand.ReleaseStake(ID, s.ground().address(0)));
  }

  private static void close(Scene s) {
    s.open(Terms.OPEN, 2);
    ChannelCommand state = new ChannelCommand.Close(s.ground().dapp(), ID);
    s.refuses(AbortCode.NOT_CLOSED, 0, state);
    PayoutList close =
        new PayoutList(
            CheckpointKind.CLOSE, PayoutList.NOBODY, List.of(), List.of(s.entry(0, 200, true)));
    s.must(1, s.settling(s.draft(5, close)));
    assertThat(s.state().phase()).isEqualTo(4);
    s.must(9, state);
    s.must(0, new ChannelCommand.Leave(s.ground().dapp(), ID));
    s.must(1, new ChannelCommand.Leave(s.ground().dapp(), ID));
    s.refuses(AbortCode.CLOSED, 0, new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
    s.refuses(AbortCode.CLOSED, 3, s.joining(3, 100));
    s.refuses(AbortCode.CLOSED, 0, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.refuses(AbortCode.CLOSED, 0, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
  }

  private static void back(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, s.settling(s.draft(5, leaving(s, 3, 0, 1, 2, 3))));
    s.must(3, new ChannelCommand.Leave(s.ground().dapp(), ID));
    s.refuses(AbortCode.KEY_REUSED, 3, s.joining(3, 100));
    s.cast().renew(3);
    s.join(3);
    assertThat(s.state().reservations().get(3)).isEqualTo(2 * Terms.STAKE);
    s.must(1, s.settling(s.draft(9, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3))));
  }

  private static void alive(Scene s) {
    s.open(Terms.OPEN, 3);
    s.must(0, s.creation(Terms.OPEN, 100));
    s.pass(1_000);
    ChannelCommand.KeepAlive one = new ChannelCommand.KeepAlive(ID, Bytes.EMPTY);
    ChannelCommand.KeepAlive two = new ChannelCommand.KeepAlive(2, Bytes.utf8("delays"));
    ChannelCommand.KeepAlive none = new ChannelCommand.KeepAlive(9, Bytes.EMPTY);
    s.must(0, new ChannelCommand.KeepAliveAll(List.of(one, none, two)));
    assertThat(s.state().heartbeats().get(0)).isEqualTo(s.now());
    s.pass(1_000);
    s.must(1, new ChannelCommand.KeepAliveAll(List.of(none, two, one)));
    assertThat(s.state().heartbeats().get(1)).isEqualTo(s.now());
    s.refuses(AbortCode.NOTHING, 1, new ChannelCommand.KeepAliveAll(List.of(two, none)));
    s.refuses(
        AbortCode.NOTHING,
        0,
        new ChannelCommand.KeepAliveAll(
            List.of(new ChannelCommand.KeepAlive(ID, Bytes.of(new byte[513])))));
  }
}
