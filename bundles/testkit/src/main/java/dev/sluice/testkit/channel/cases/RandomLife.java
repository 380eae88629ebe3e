/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static dev.sluice.testkit.channel.cases.Scene.ID;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A channel in which anything is tried, drawn from a seed: operations that may or may not be
 * acceptable, in any order, by anybody, with real signatures. The scene compares the contracts
 * after every one and counts the coins.
 */
public final class RandomLife {
  private static final long[] STEPS = {0, 1, 1_000, 15_001, 20_000, 60_001, 75_000, 300_001};
  private static final int ENDINGS_AFTER = 2; // a channel that closes at once has no history

  private final Scene scene;
  private final Random random;
  private final int accounts;
  private final Map<String, Integer> applied = new TreeMap<>();
  private final List<PayoutList.Cut> fixed = new ArrayList<>();
  private final List<Integer> without = new ArrayList<>(); // gone, and took their assets
  private long height;
  private long proposals;
  private Bytes data = Bytes.EMPTY;

  /** A life in this scene. */
  public RandomLife(Scene scene, long seed) {
    this.scene = scene;
    random = new Random(seed);
    accounts = scene.ground().accounts().size();
  }

  /** Runs so many operations; which took effect how often. */
  public Map<String, Integer> run(int operations) {
    boolean pooled = random.nextInt(3) == 0;
    if (pooled) {
      for (int i = 0; i < accounts; i++) {
        attempt(i, new ChannelCommand.PoolDeposit(coin(), Terms.STAKE + random.nextInt(600)));
      }
    }
    int minSigners = 1 + random.nextInt(3);
    Terms terms = (pooled ? Terms.OPEN.pooled() : Terms.OPEN).sized(minSigners, 9);
    scene.open(terms, 1 + random.nextInt(7));
    for (int i = 0; i < operations; i++) {
      if (random.nextInt(3) == 0) {
        scene.pass(STEPS[random.nextInt(STEPS.length)]);
      }
      operation(i > operations / ENDINGS_AFTER);
    }
    return applied;
  }

  private String coin() {
    return scene.ground().coinType();
  }

  private int anybody() {
    return random.nextInt(accounts);
  }

  private int member() {
    List<Integer> present = scene.present();
    return random.nextInt(8) == 0 || present.isEmpty()
        ? anybody()
        : present.get(random.nextInt(present.size()));
  }

  private void attempt(int caller, ChannelCommand command) {
    Verdict verdict = scene.attempt(caller, command);
    if (verdict instanceof Verdict.Applied) {
      applied.merge(command.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  private void operation(boolean late) {
    int kind = random.nextInt(22);
    switch (kind) {
      case 0, 1, 2 -> join();
      case 3, 4, 5 -> settle(late);
      case 6 -> attempt(member(), new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
      case 7 -> attempt(member(), new ChannelCommand.ClaimLeader(ID, scene.state().epoch()));
      case 8 -> distrust();
      case 9 -> expel();
      case 10 -> evidence();
      case 11 -> fix();
      case 12 -> propose();
      case 13, 14 -> vote();
      case 15 -> attempt(anybody(), new ChannelCommand.Execute(ID, proposals, data));
      case 16 -> exit(late);
      case 17 -> attempt(anybody(), new ChannelCommand.FinalizeExit(ID));
      case 18 -> take();
      case 19 -> pool();
      case 20 -> delegate();
      default -> release();
    }
  }

  private void join() {
    int account = anybody();
    if (random.nextInt(4) == 0) {
      scene.cast().renew(account);
    }
    if (scene.present().contains(account) || (hasJoined(account) && !takesAssets(account))) {
      return;
    }
    attempt(account, scene.joining(account, random.nextInt(300)));
  }

  /** A contract that keeps the dApp's values by account takes nobody back before. */
  private boolean takesAssets(int account) {
    ChannelCommand leave = new ChannelCommand.Leave(scene.ground().dapp(), ID);
    if (scene.attempt(account, leave) instanceof Verdict.Applied) {
      without.add(account);
    }
    return without.remove((Integer) account);
  }

  private CheckpointKind kind(boolean late) {
    int n = random.nextInt(8);
    if (n == 0 && late) {
      return CheckpointKind.CLOSE;
    }
    return n <= 2 ? CheckpointKind.LEAVE : CheckpointKind.PLAIN;
  }

  /** Everything the channel holds, shared out anew among those that ever joined. */
  private PayoutList list(CheckpointKind kind, int subject) {
    List<Integer> ever = IntStream.range(0, accounts).filter(a -> hasJoined(a)).boxed().toList();
    List<PayoutList.Entry> entries = new ArrayList<>();
    long left = scene.state().escrow() + (random.nextInt(12) == 0 ? 1 : 0);
    for (int i = 0; i < ever.size() && left > 0; i++) {
      long amount = i == ever.size() - 1 ? left : random.nextLong(left + 1);
      left -= amount;
      if (amount > 0) {
        boolean release =
            kind == CheckpointKind.CLOSE
                || (kind == CheckpointKind.LEAVE && ever.get(i) == subject)
                || random.nextInt(3) == 0;
        entries.add(scene.entry(ever.get(i), amount, release));
      }
    }
    return new PayoutList(
        kind,
        kind == CheckpointKind.LEAVE ? scene.ground().accounts().get(subject) : PayoutList.NOBODY,
        List.copyOf(fixed),
        entries);
  }

  private boolean hasJoined(int account) {
    String address = scene.ground().address(account).text();
    return scene.events().stream()
        .anyMatch(
            e ->
                (e instanceof ChannelEvent.MemberJoined j && j.member().text().equals(address))
                    || (e instanceof ChannelEvent.Created c && c.creator().text().equals(address)));
  }

  private Draft draft(CheckpointKind kind) {
    height = Math.max(height, scene.state().settledHeight()) + 1 + random.nextInt(3);
    Draft draft = scene.draft(height, list(kind, member()));
    if (random.nextInt(10) == 0) {
      draft.chainSeq = 1;
    }
    return draft;
  }

  private Bytes certified(Draft draft) {
    Glance state = scene.state();
    int quorum = state.sets().get((int) state.setVersion() - 1).quorum();
    int size = scene.present().size();
    return scene.certified(draft, Math.min(size, random.nextInt(12) == 0 ? quorum - 1 : quorum));
  }

  private void settle(boolean late) {
    attempt(anybody(), new ChannelCommand.Settle(ID, certified(draft(kind(late)))));
  }

  private void distrust() {
    Glance state = scene.state();
    if (state.leader().isPresent()) {
      int[] signers =
          IntStream.range(0, scene.present().size()).filter(i -> random.nextBoolean()).toArray();
      Bytes proof =
          Bytes.of(scene.cast().distrust(scene.domain(), state, scene.present(), signers).encode());
      attempt(member(), new ChannelCommand.ClaimNoConfidence(ID, state.epoch(), proof));
    }
  }

  private void expel() {
    int dead = member();
    if (random.nextBoolean() && scene.state().phase() == 2) {
      scene.pass(Terms.EXPEL + 1);
      for (int other : scene.present()) {
        if (other != dead) {
          attempt(other, new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
        }
      }
    }
    attempt(member(), new ChannelCommand.ExpelDead(ID, scene.ground().address(dead)));
  }

  private void evidence() {
    List<Integer> present = scene.present();
    if (present.isEmpty()) {
      return;
    }
    int liar = present.get(random.nextInt(present.size()));
    Draft one = scene.draft(1, PayoutList.EMPTY);
    Draft two = scene.draft(1, PayoutList.EMPTY);
    two.root = Draft.hash("other " + random.nextInt(2));
    Bytes evidence =
        Bytes.of(
            scene
                .cast()
                .evidence(one.header(), two.header(), liar, present.indexOf(liar))
                .encode());
    attempt(anybody(), new ChannelCommand.PostEvidence(ID, evidence));
  }

  private void fix() {
    int before = scene.events().size();
    attempt(anybody(), new ChannelCommand.FixCut(ID, scene.ground().address(anybody())));
    scene.events().subList(before, scene.events().size()).stream()
        .filter(ChannelEvent.CutFixed.class::isInstance)
        .map(ChannelEvent.CutFixed.class::cast)
        .forEach(this::note);
  }

  /** From now on payout lists have to name this cut, until one is settled. */
  private void note(ChannelEvent.CutFixed event) {
    scene.events().stream()
        .filter(ChannelEvent.MemberRemoved.class::isInstance)
        .map(ChannelEvent.MemberRemoved.class::cast)
        .filter(e -> e.member().equals(event.member()))
        .reduce((first, second) -> second)
        .ifPresent(
            e ->
                fixed.add(
                    new PayoutList.Cut(
                        dev.sluice.codec.AccountAddress.parse(e.member().text()),
                        e.setVersion(),
                        height)));
  }

  private void propose() {
    if (random.nextInt(3) == 0) {
      Draft wrong = scene.draft(1, PayoutList.EMPTY);
      data = Bytes.of(scene.cast().accusation(wrong.header(), 0, 0).encode());
      attemptProposal(2);
    } else {
      data = draft(kind(false)).proposal();
      attemptProposal(1);
    }
  }

  private void attemptProposal(int kind) {
    if (scene.attempt(member(), new ChannelCommand.Propose(ID, kind, data))
        instanceof Verdict.Applied) {
      applied.merge("Propose", 1, Integer::sum);
      proposals++;
    }
  }

  private void vote() {
    if (random.nextBoolean()) {
      for (int voter : scene.present()) {
        attempt(voter, new ChannelCommand.Vote(ID, proposals, random.nextInt(4) == 0 ? 0 : 1));
      }
      attempt(anybody(), new ChannelCommand.Execute(ID, proposals, data));
    }
    attempt(member(), new ChannelCommand.Vote(ID, proposals, random.nextInt(3)));
  }

  private void exit(boolean late) {
    int what = random.nextInt(4);
    if (what == 0 || (scene.state().phase() == 3 && what < 3)) {
      attempt(anybody(), new ChannelCommand.PostExit(ID, certified(draft(CheckpointKind.NONE))));
    } else if (late && what == 1) {
      attempt(member(), new ChannelCommand.OpenExit(ID, Optional.empty()));
    } else if (late) {
      Bytes certified = certified(draft(CheckpointKind.NONE));
      attempt(member(), new ChannelCommand.OpenExit(ID, Optional.of(certified)));
    } else {
      attempt(member(), new ChannelCommand.ReportWithheld(ID));
    }
    if (random.nextInt(3) == 0) {
      operation(late); // while the window is open
    }
  }

  private void take() {
    attempt(
        anybody(), new ChannelCommand.TakePayout(coin(), ID, scene.ground().address(anybody())));
  }

  private void pool() {
    int what = random.nextInt(3);
    long amount = random.nextInt(2_000);
    attempt(
        anybody(),
        what == 0
            ? new ChannelCommand.PoolDeposit(coin(), amount)
            : what == 1
                ? new ChannelCommand.PoolRequest(coin(), amount)
                : new ChannelCommand.PoolWithdraw(coin()));
  }

  private void delegate() {
    attempt(member(), new ChannelCommand.Delegate(ID, scene.ground().address(member())));
  }

  private void release() {
    attempt(anybody(), new ChannelCommand.ReleaseStake(ID, scene.ground().address(anybody())));
  }
}
