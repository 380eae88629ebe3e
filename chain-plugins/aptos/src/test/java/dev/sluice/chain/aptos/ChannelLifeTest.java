/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static dev.sluice.testkit.channel.cases.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import dev.sluice.testkit.StubClock;
import dev.sluice.testkit.channel.cases.ContractCase;
import dev.sluice.testkit.channel.cases.ContractCases;
import dev.sluice.testkit.channel.cases.Draft;
import dev.sluice.testkit.channel.cases.ModelContract;
import dev.sluice.testkit.channel.cases.Scene;
import dev.sluice.testkit.channel.cases.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole lives of channels on a development chain, through the plugin: every operation is a signed
 * transaction over REST. After each the contract's views, its decoded events and all balances are
 * compared with the model's.
 */
class ChannelLifeTest {
  /** Rows of the table that are carried out here too; all with {@code sluice.contract.rest}. */
  private static final Set<String> ROWS =
      Set.of(
          "an exit that is contested",
          "a settlement of the old set is deferred",
          "a dApp that aborts locks nobody's money",
          "pages of a state",
          "stakes in the pool",
          "approved accounts",
          "withheld among 2",
          "a close and what follows",
          "claim 15001 ms after a heartbeat");

  private static final StubClock CLOCK = StubClock.at(Instant.ofEpochSecond(1_700_000_000));
  private static DevChain ledger;

  @BeforeAll
  static void start() throws Exception {
    ledger =
        new DevChain(
            LedgerSettings.DEFAULT,
            Optional.empty(),
            CLOCK,
            new DevChain.Pace(0, 0),
            RestSettings.DEFAULT.withPort(0));
  }

  @AfterAll
  static void stop() throws Exception {
    ledger.close();
  }

  private static List<ChannelEvent> live(Consumer<Scene> script) throws Exception {
    try (var contract = new RestContract(ledger, CLOCK)) {
      script.accept(
          new Scene(contract.ground(), List.of(new ModelContract(contract.ground()), contract)));
      return List.copyOf(contract.events());
    }
  }

  @TestFactory
  Stream<DynamicTest> rows() {
    boolean all = Boolean.getBoolean("sluice.contract.rest");
    List<ContractCase> rows =
        ContractCases.all().stream().filter(row -> all || ROWS.contains(row.name())).toList();
    assertThat(rows.size()).isGreaterThanOrEqualTo(ROWS.size());
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> live(row.script())));
  }

  @Test
  void fromTheFirstMemberToTheLastPayout() throws Exception {
    List<ChannelEvent> events = live(ChannelLifeTest::life);
    assertThat(events.stream().map(e -> e.getClass().getSimpleName()))
        .contains(
            "Created",
            "MemberJoined",
            "EpochOpened",
            "Settled",
            "ProposalCreated",
            "Voted",
            "ProposalExecuted",
            "Evidence",
            "Fined",
            "MemberRemoved",
            "CutPosted",
            "CutFixed",
            "ExitOpened",
            "ExitPosted",
            "ExitCancelled",
            "ExitFinalized",
            "Closed",
            "PaidOut");
  }

  /** Four members; everything that can happen to them, in one channel. */
  private static void life(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(0, new ChannelCommand.KeepAliveAll(List.of(keepAlive())));

    // The leader falls silent; another claims.
    s.pass(Terms.LIVE);
    s.alive(1, 2, 3);
    s.refuses(AbortCode.LEADER_LIVE, 1, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
    s.pass(1);
    s.must(1, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));

    // By certificate, then by vote.
    s.must(0, s.settling(s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3))));
    s.must(2, new ChannelCommand.Settle(ID, paying(s, 7)));
    s.must(9, take(s, 0));
    byVote(s);

    // The new leader signs two results; who was followed by it claims.
    Draft one = s.draft(20, PayoutList.EMPTY);
    Draft two = s.draft(20, s.even(CheckpointKind.PLAIN, 0));
    int liar = s.present().indexOf(1);
    Bytes evidence = Bytes.of(s.cast().evidence(one.header(), two.header(), 1, liar).encode());
    Bytes seen = noCheckpoint(s, 21);
    s.must(3, new ChannelCommand.PostEvidence(ID, evidence));
    s.must(3, take(s, 3));
    s.must(0, new ChannelCommand.PostCut(ID, seen));
    s.must(2, new ChannelCommand.ClaimLeader(ID, s.state().epoch()));
    s.pass(Terms.WINDOW + 1);
    s.must(9, new ChannelCommand.FixCut(ID, s.ground().address(1)));
    s.must(0, new ChannelCommand.Settle(ID, afterCut(s)));
    s.must(9, take(s, 1));
    s.must(1, new ChannelCommand.Leave(s.ground().dapp(), ID));

    // No confidence in the present leader, a fourth member, one that leaves.
    s.alive(0, 2, 3);
    s.must(3, distrust(s));
    s.join(4);
    s.must(0, s.settling(s.draft(40, leaving(s))));
    s.must(3, new ChannelCommand.Leave(s.ground().dapp(), ID));
    s.must(3, take(s, 3));

    // An exit that a settlement cancels, and one that is contested and ends the channel.
    s.must(0, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.must(2, s.settling(s.draft(50, plain(s, CheckpointKind.PLAIN, 100))));
    s.must(
        2,
        new ChannelCommand.OpenExit(
            ID, Optional.of(s.certified(s.draft(60, plain(s, CheckpointKind.NONE, 90)), 3))));
    s.must(
        4,
        new ChannelCommand.PostExit(
            ID, s.certified(s.draft(61, plain(s, CheckpointKind.NONE, 80)), 3)));
    s.pass(Terms.WINDOW + 1);
    s.must(9, new ChannelCommand.FinalizeExit(ID));
    s.pass(Terms.LIVE + Terms.WINDOW);
    for (int member : new int[] {0, 1, 2, 3, 4}) {
      s.must(9, new ChannelCommand.ReleaseStake(ID, s.ground().address(member)));
    }
    for (int member : new int[] {0, 1, 2, 3, 4}) {
      s.must(member, take(s, member));
    }
    assertThat(s.state().escrow()).isZero();
    assertThat(s.state().payable()).containsOnly(0L);
    s.must(9, new ChannelCommand.Close(s.ground().dapp(), ID));
  }

  private static ChannelCommand.KeepAlive keepAlive() {
    return new ChannelCommand.KeepAlive(ID, Bytes.utf8("delays"));
  }

  private static ChannelCommand take(Scene s, int account) {
    return new ChannelCommand.TakePayout(s.ground().coinType(), ID, s.ground().address(account));
  }

  private static Bytes paying(Scene s, long height) {
    return s.certified(
        s.draft(
            height,
            new PayoutList(
                CheckpointKind.PLAIN,
                PayoutList.NOBODY,
                List.of(),
                List.of(
                    s.entry(0, 50, true),
                    s.entry(1, 150, false),
                    s.entry(2, 100, false),
                    s.entry(3, 100, false)))),
        3);
  }

  private static PayoutList rest(Scene s, CheckpointKind kind, PayoutList.Cut... cuts) {
    return new PayoutList(
        kind,
        PayoutList.NOBODY,
        List.of(cuts),
        List.of(
            s.entry(1, 150, kind != CheckpointKind.NONE && cuts.length > 0),
            s.entry(2, 100, false),
            s.entry(3, 100, false)));
  }

  private static void byVote(Scene s) {
    Bytes data = s.draft(9, rest(s, CheckpointKind.PLAIN)).proposal();
    s.must(1, new ChannelCommand.Propose(ID, 1, data));
    for (int voter : new int[] {0, 2, 3}) {
      s.refuses(AbortCode.NOT_PASSED, 0, new ChannelCommand.Execute(ID, 1, data));
      s.must(voter, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(9, new ChannelCommand.Execute(ID, 1, data));
  }

  private static Bytes noCheckpoint(Scene s, long height) {
    return s.certified(s.draft(height, rest(s, CheckpointKind.NONE)), 3);
  }

  private static Bytes afterCut(Scene s) {
    var cut = new PayoutList.Cut(s.ground().accounts().get(1), 5, 21);
    return s.certified(s.draft(30, rest(s, CheckpointKind.PLAIN, cut)), 3);
  }

  private static ChannelCommand distrust(Scene s) {
    return new ChannelCommand.ClaimNoConfidence(
        ID,
        s.state().epoch(),
        Bytes.of(s.cast().distrust(s.domain(), s.state(), s.present(), 0, 2).encode()));
  }

  private static PayoutList leaving(Scene s) {
    return new PayoutList(
        CheckpointKind.LEAVE,
        s.ground().accounts().get(3),
        List.of(),
        List.of(s.entry(2, 100, false), s.entry(3, 100, true), s.entry(4, 100, false)));
  }

  private static PayoutList plain(Scene s, CheckpointKind kind, long amount) {
    return new PayoutList(
        kind,
        PayoutList.NOBODY,
        List.of(),
        List.of(s.entry(2, amount, false), s.entry(4, 200 - amount, false)));
  }
}
