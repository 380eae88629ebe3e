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
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Proposals and votes. */
final class VoteCases {

  private VoteCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    all.add(new ContractCase("a vote is given once", VoteCases::once));
    all.add(new ContractCase("no and abstain", VoteCases::no));
    for (long after : new long[] {49_999, 50_000, 50_001}) {
      all.add(new ContractCase("proposal " + after + " ms old", s -> expiry(s, after)));
    }
    all.add(new ContractCase("proposals of a set", VoteCases::set));
    all.add(new ContractCase("as many proposals as may be", VoteCases::many));
    all.add(new ContractCase("proposals refused", VoteCases::refused));
    all.add(new ContractCase("a leave by vote", VoteCases::leave));
    all.add(new ContractCase("a close by vote", VoteCases::close));
    return all;
  }

  private static Bytes propose(Scene s, int n) {
    s.open(Terms.OPEN, n);
    Bytes data =
        s.draft(5, s.even(CheckpointKind.PLAIN, IntStream.range(0, n).toArray())).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    return data;
  }

  private static void once(Scene s) {
    Bytes data = propose(s, 4);
    s.must(1, new ChannelCommand.Vote(ID, 1, 0));
    for (int option = 0; option <= 2; option++) {
      s.refuses(AbortCode.VOTED, 1, new ChannelCommand.Vote(ID, 1, option));
    }
    s.refuses(AbortCode.BAD_OPTION, 2, new ChannelCommand.Vote(ID, 1, 3));
    s.refuses(AbortCode.NO_PROPOSAL, 2, new ChannelCommand.Vote(ID, 2, 1));
    s.refuses(AbortCode.NO_PROPOSAL, 2, new ChannelCommand.Vote(ID, 0, 1));
    s.refuses(AbortCode.NOT_MEMBER, 6, new ChannelCommand.Vote(ID, 1, 1));
    s.must(0, new ChannelCommand.Vote(ID, 1, 1));
    s.must(2, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.NOT_PASSED, 9, new ChannelCommand.Execute(ID, 1, data));
    s.must(3, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.WRONG_DATA, 9, new ChannelCommand.Execute(ID, 1, Bytes.utf8("other")));
    s.must(9, new ChannelCommand.Execute(ID, 1, data));
    s.refuses(AbortCode.EXECUTED, 9, new ChannelCommand.Execute(ID, 1, data));
    s.refuses(AbortCode.EXECUTED, 2, new ChannelCommand.Vote(ID, 1, 1));
  }

  private static void no(Scene s) {
    Bytes data = propose(s, 4);
    s.must(0, new ChannelCommand.Vote(ID, 1, 2));
    s.must(1, new ChannelCommand.Vote(ID, 1, 0));
    s.must(2, new ChannelCommand.Vote(ID, 1, 1));
    s.must(3, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.NOT_PASSED, 9, new ChannelCommand.Execute(ID, 1, data));
  }

  private static void expiry(Scene s, long after) {
    Bytes data = propose(s, 2);
    s.must(0, new ChannelCommand.Vote(ID, 1, 1));
    s.pass(after);
    if (after <= Terms.PROPOSAL) {
      s.must(1, new ChannelCommand.Vote(ID, 1, 1));
      s.must(1, new ChannelCommand.Execute(ID, 1, data));
    } else {
      s.refuses(AbortCode.EXPIRED, 1, new ChannelCommand.Vote(ID, 1, 1));
      s.refuses(AbortCode.EXPIRED, 1, new ChannelCommand.Execute(ID, 1, data));
    }
  }

  private static void set(Scene s) {
    Bytes data = propose(s, 3);
    s.must(0, new ChannelCommand.Vote(ID, 1, 1));
    s.must(1, new ChannelCommand.Vote(ID, 1, 1));
    s.join(3);
    s.refuses(AbortCode.STALE_SET, 2, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.STALE_SET, 3, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.STALE_SET, 2, new ChannelCommand.Execute(ID, 1, data));
  }

  private static void many(Scene s) {
    s.open(Terms.OPEN, 5);
    Bytes data =
        s.draft(5, s.even(CheckpointKind.PLAIN, IntStream.range(0, 5).toArray())).proposal();
    ChannelCommand propose = new ChannelCommand.Propose(ID, 1, data);
    for (int i = 0; i < 16; i++) {
      s.must(i / 4, propose);
      if (i % 4 == 3) {
        s.refuses(AbortCode.TOO_MANY, i / 4, propose);
      }
    }
    s.refuses(AbortCode.TOO_MANY, 4, propose);
    s.pass(Terms.PROPOSAL + 1);
    s.must(4, propose);
  }

  private static void refused(Scene s) {
    s.open(Terms.OPEN, 3);
    Draft draft = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2));
    s.refuses(AbortCode.BAD_TYPE, 0, new ChannelCommand.Propose(ID, 3, draft.proposal()));
    s.refuses(AbortCode.NOT_MEMBER, 7, new ChannelCommand.Propose(ID, 1, draft.proposal()));
    s.refuses(
        AbortCode.TOO_LARGE, 0, new ChannelCommand.Propose(ID, 1, Bytes.of(new byte[16_385])));
    s.refuses(AbortCode.MALFORMED, 0, new ChannelCommand.Propose(ID, 1, Bytes.of(new byte[400])));
    draft.domain = new Domain(s.ground().chainId(), s.ground().contract(), 2);
    proposed(s, AbortCode.WRONG_DOMAIN, draft);
    draft.domain = s.domain();
    draft.baseHeight = 1;
    proposed(s, AbortCode.WRONG_BASE, draft);
    draft.baseHeight = 0;
    draft.baseRoot = Draft.hash("other");
    proposed(s, AbortCode.WRONG_BASE, draft);
    draft.baseRoot = s.state().settledRoot();
    draft.finalHeight = 0;
    proposed(s, AbortCode.OLD_HEIGHT, draft);
    draft.finalHeight = 5;
    draft.payouts = s.even(CheckpointKind.NONE, 0, 1, 2);
    proposed(s, AbortCode.BAD_PAYOUTS, draft);
    draft.payouts = s.even(CheckpointKind.PLAIN, 0, 1);
    proposed(s, AbortCode.NOT_CONSERVED, draft);
    draft.payouts = s.even(CheckpointKind.PLAIN, 0, 1, 7);
    proposed(s, AbortCode.UNKNOWN_ACCOUNT, draft);
    draft.payouts = s.even(CheckpointKind.CLOSE, 0, 1, 2);
    proposed(s, AbortCode.BAD_PAYOUTS, draft);
    s.must(0, s.settling(s.draft(3, s.even(CheckpointKind.PLAIN, 0, 1, 2))));
    Draft unlogged = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2));
    unlogged.finalSeq = 1;
    proposed(s, AbortCode.NOT_LOGGED, unlogged);
  }

  private static void proposed(Scene s, AbortCode code, Draft draft) {
    s.refuses(code, 0, new ChannelCommand.Propose(ID, 1, draft.proposal()));
  }

  private static void leave(Scene s) {
    s.open(Terms.OPEN, 4);
    PayoutList list =
        new PayoutList(
            CheckpointKind.LEAVE,
            s.ground().accounts().get(2),
            List.of(),
            List.of(
                s.entry(0, 100, false),
                s.entry(1, 100, false),
                s.entry(2, 100, true),
                s.entry(3, 100, false)));
    Bytes data = s.draft(5, list).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    for (int i = 0; i < 3; i++) {
      s.must(i, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(0, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.present()).containsExactly(0, 1, 3);
    assertThat(s.state().sets().get(4).quorum()).isEqualTo(3);
    assertThat(s.state().payable().get(2)).isEqualTo(100);
  }

  private static void close(Scene s) {
    s.open(Terms.OPEN, 2);
    PayoutList list =
        new PayoutList(
            CheckpointKind.CLOSE,
            PayoutList.NOBODY,
            List.of(),
            List.of(s.entry(0, 150, true), s.entry(1, 50, true)));
    Bytes data = s.draft(5, list).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    s.must(0, new ChannelCommand.Vote(ID, 1, 1));
    s.must(1, new ChannelCommand.Vote(ID, 1, 1));
    s.must(0, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.state().phase()).isEqualTo(4);
    s.refuses(AbortCode.CLOSED, 1, new ChannelCommand.Vote(ID, 1, 1));
    s.refuses(AbortCode.CLOSED, 1, new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
  }
}
