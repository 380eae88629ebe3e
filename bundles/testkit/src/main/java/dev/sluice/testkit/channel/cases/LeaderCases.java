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
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Liveness to the millisecond, claims, bars, priorities, delegation. */
final class LeaderCases {

  private LeaderCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    for (long after : new long[] {14_999, 15_000, 15_001}) {
      all.add(new ContractCase("claim " + after + " ms after a heartbeat", s -> claim(s, after)));
    }
    for (long after : new long[] {59_999, 60_000, 60_001}) {
      all.add(new ContractCase("expel " + after + " ms after a heartbeat", s -> expel(s, after)));
    }
    for (long after : new long[] {299_999, 300_000, 300_001}) {
      all.add(new ContractCase("bar " + after + " ms old", s -> bar(s, after)));
    }
    for (long after : new long[] {4_999, 5_000, 5_001}) {
      all.add(new ContractCase("priority " + after + " ms old", s -> priority(s, after)));
    }
    all.add(new ContractCase("claims of others", LeaderCases::others));
    all.add(new ContractCase("renewal by the leader", LeaderCases::renewal));
    all.add(new ContractCase("every operation is a heartbeat", LeaderCases::heartbeats));
    all.add(new ContractCase("no confidence refused", LeaderCases::distrust));
    for (int members = 5; members <= 9; members++) {
      int n = members;
      all.add(new ContractCase("delegations of " + n, s -> delegate(s, n)));
    }
    all.add(new ContractCase("delegations of two to one", LeaderCases::cap));
    all.add(new ContractCase("delegates carry weight and are candidates", LeaderCases::weights));
    return all;
  }

  private static void claim(Scene s, long after) {
    s.open(Terms.OPEN, 3);
    s.alive(0);
    s.pass(after);
    ChannelCommand claim = new ChannelCommand.ClaimLeader(ID, s.state().epoch());
    if (after <= Terms.LIVE) {
      s.refuses(AbortCode.LEADER_LIVE, 1, claim);
      return;
    }
    s.must(1, claim);
    assertThat(s.state().leader()).contains(s.ground().accounts().get(1));
    s.refuses(AbortCode.STALE_EPOCH, 2, claim);
  }

  private static void expel(Scene s, long after) {
    s.open(Terms.OPEN, 4);
    s.alive(3);
    s.pass(after);
    s.alive(0, 1, 2);
    ChannelCommand expel = new ChannelCommand.ExpelDead(ID, s.ground().address(3));
    if (after <= Terms.EXPEL) {
      s.refuses(AbortCode.ALIVE, 1, expel);
      return;
    }
    s.must(1, expel);
    assertThat(s.present()).containsExactly(0, 1, 2);
    assertThat(s.state().reservations().get(3)).isEqualTo(Terms.STAKE);
    s.refuses(AbortCode.NOT_MEMBER, 1, expel);
    s.refuses(AbortCode.NOT_MEMBER, 1, new ChannelCommand.ExpelDead(ID, s.ground().address(1)));
  }

  private static void bar(Scene s, long after) {
    s.open(Terms.OPEN, 4);
    s.must(1, distrusting(s, s.state().epoch(), 1, 2));
    s.pass(after);
    s.alive(0);
    ChannelCommand claim = new ChannelCommand.ClaimLeader(ID, s.state().epoch());
    if (after <= Terms.BAR) {
      s.refuses(AbortCode.BARRED, 0, claim);
    } else {
      s.must(0, claim);
    }
  }

  private static void priority(Scene s, long after) {
    s.open(Terms.OPEN, 4);
    BatchHeader header = s.draft(5, PayoutList.EMPTY).header();
    Bytes data = Bytes.of(s.cast().accusation(header, 0, 0).encode());
    s.must(2, new ChannelCommand.Propose(ID, 2, data));
    s.must(1, new ChannelCommand.Vote(ID, 1, 1));
    s.must(2, new ChannelCommand.Vote(ID, 1, 1));
    s.must(3, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.state().leader()).isEmpty();
    s.pass(after);
    ChannelCommand claim = new ChannelCommand.ClaimLeader(ID, s.state().epoch());
    if (after <= Terms.PRIORITY) {
      s.refuses(AbortCode.PRIORITY, 1, claim);
      s.must(2, claim);
    } else {
      s.must(1, claim);
    }
  }

  private static void others(Scene s) {
    s.open(Terms.OPEN, 3);
    long epoch = s.state().epoch();
    s.pass(Terms.LIVE + 1);
    s.refuses(AbortCode.NOT_MEMBER, 7, new ChannelCommand.ClaimLeader(ID, epoch));
    s.refuses(AbortCode.STALE_EPOCH, 1, new ChannelCommand.ClaimLeader(ID, epoch - 1));
    s.refuses(AbortCode.STALE_EPOCH, 1, new ChannelCommand.ClaimLeader(ID, epoch + 1));
    s.refuses(AbortCode.NO_CHANNEL, 1, new ChannelCommand.ClaimLeader(7, epoch));
  }

  private static void renewal(Scene s) {
    s.open(Terms.OPEN, 3);
    long epoch = s.state().epoch();
    s.must(0, new ChannelCommand.ClaimLeader(ID, epoch));
    assertThat(s.state().epoch()).isEqualTo(epoch + 1);
    assertThat(s.state().reignEpoch()).isEqualTo(1);
  }

  private static void heartbeats(Scene s) {
    s.open(Terms.OPEN, 3);
    s.pass(20_000);
    s.must(0, new ChannelCommand.Settle(ID, s.certified(settlement(s), 3)));
    s.refuses(AbortCode.LEADER_LIVE, 1, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
    s.refuses(AbortCode.TOO_LARGE, 1, new ChannelCommand.KeepAlive(ID, Bytes.of(new byte[513])));
    s.must(1, new ChannelCommand.KeepAlive(ID, Bytes.of(new byte[512])));
    s.refuses(AbortCode.NOT_MEMBER, 8, new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
  }

  private static Draft settlement(Scene s) {
    return s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2));
  }

  private static void distrust(Scene s) {
    s.open(Terms.OPEN, 4);
    long epoch = s.state().epoch();
    ChannelCommand old = distrusting(s, epoch, 1, 2);
    s.refuses(AbortCode.BAD_SIGNER, 1, distrusting(s, epoch, 0, 1, 2));
    s.refuses(AbortCode.IS_LEADER, 0, old);
    s.refuses(AbortCode.NOT_MEMBER, 9, old);
    s.refuses(
        AbortCode.MALFORMED,
        1,
        new ChannelCommand.ClaimNoConfidence(ID, epoch, Bytes.utf8("none")));
    NoConfidenceProof p = s.cast().distrust(s.domain(), s.state(), s.present(), 1, 2);
    s.refuses(
        AbortCode.WRONG_REIGN,
        1,
        new ChannelCommand.ClaimNoConfidence(
            ID,
            epoch,
            Bytes.of(
                new NoConfidenceProof(p.leader(), 2, p.setVersion(), p.signers(), p.signatures())
                    .encode())));
    s.refuses(
        AbortCode.BAD_SIGNATURE,
        1,
        new ChannelCommand.ClaimNoConfidence(
            ID,
            epoch,
            Bytes.of(
                new NoConfidenceProof(
                        p.leader(), p.reignEpoch(), p.setVersion(), 0b1010, p.signatures())
                    .encode())));
    s.join(4);
    s.refuses(AbortCode.STALE_SET, 1, old);
    s.must(1, distrusting(s, 1, 1, 2, 3));
    s.refuses(AbortCode.STALE_EPOCH, 2, distrusting(s, 1, 2, 3, 4));
  }

  private static ChannelCommand distrusting(Scene s, long epoch, int... signers) {
    return new ChannelCommand.ClaimNoConfidence(
        ID,
        epoch,
        Bytes.of(s.cast().distrust(s.domain(), s.state(), s.present(), signers).encode()));
  }

  private static ChannelCommand delegating(Scene s, int to) {
    return new ChannelCommand.Delegate(ID, s.ground().address(to));
  }

  private static void delegate(Scene s, int n) {
    s.open(Terms.OPEN, n);
    if (n == 5) {
      s.refuses(AbortCode.NO_CANDIDATES, 4, delegating(s, 0));
      return;
    }
    s.refuses(AbortCode.BAD_DELEGATE, 5, delegating(s, 5));
    s.refuses(AbortCode.BAD_DELEGATE, 5, delegating(s, 9));
    s.must(5, delegating(s, 1));
    s.refuses(AbortCode.CAP, 4, delegating(s, 1));
    s.must(5, delegating(s, 1));
    s.refuses(AbortCode.BAD_DELEGATE, 4, delegating(s, 5));
    s.refuses(AbortCode.BAD_DELEGATE, 1, delegating(s, 2));
    s.refuses(AbortCode.NO_DELEGATION, 4, new ChannelCommand.Undelegate(ID));
    s.must(5, new ChannelCommand.Undelegate(ID));
    s.must(4, delegating(s, 1));
  }

  private static void cap(Scene s) {
    s.open(Terms.OPEN, 9);
    for (int i = 5; i < 9; i++) {
      s.must(i, delegating(s, i - 5));
      s.refuses(AbortCode.CAP, 4, delegating(s, i - 5));
    }
  }

  private static void weights(Scene s) {
    s.open(Terms.OPEN.sized(2, 10), 8);
    s.must(6, delegating(s, 7));
    assertThat(s.state().candidates()).doesNotContain(s.ground().accounts().get(7));
    s.join(8);
    assertThat(s.state().candidates()).contains(s.ground().accounts().get(7));
    Bytes data =
        s.draft(5, s.even(CheckpointKind.PLAIN, IntStream.range(0, 9).toArray())).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    s.refuses(AbortCode.NO_WEIGHT, 6, new ChannelCommand.Vote(ID, 1, 1));
    s.must(7, new ChannelCommand.Vote(ID, 1, 1));
    for (int i = 0; i < 4; i++) {
      s.refuses(AbortCode.NOT_PASSED, 9, new ChannelCommand.Execute(ID, 1, data));
      s.must(i, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(9, new ChannelCommand.Execute(ID, 1, data));
    s.pass(Terms.LIVE + 1);
    s.refuses(AbortCode.NOT_CANDIDATE, 6, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
    s.must(7, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
  }
}
