/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A channel in one or more contracts at once. Every command goes to all of them; they must agree on
 * the verdict, on everything that can be seen afterwards, and on what they announced.
 */
public final class Scene {
  /** What every member brings in. */
  public static final long DEPOSIT = 100;

  /** The channel of a scene. */
  public static final long ID = 1;

  private final Ground ground;
  private final List<ContractUnderTest> contracts;
  private final Cast cast;
  private final long coins;
  private long now;
  private int announced;

  /** A scene on chains where nothing has happened. */
  public Scene(Ground ground, List<ContractUnderTest> contracts) {
    this.ground = ground;
    this.contracts = List.copyOf(contracts);
    cast = new Cast(ground.accounts());
    coins = ground.funds() * ground.accounts().size();
    now = ground.start();
  }

  /** The chain. */
  public Ground ground() {
    return ground;
  }

  /** The keys. */
  public Cast cast() {
    return cast;
  }

  /** Chain time, ms. */
  public long now() {
    return now;
  }

  /** Lets time pass. */
  public void pass(long ms) {
    now += ms;
  }

  /** Domain of the channel. */
  public Domain domain() {
    return new Domain(ground.chainId(), ground.contract(), ID);
  }

  /** The channel as the first contract shows it. */
  public Glance state() {
    return contracts.get(0).look(ID, now);
  }

  /** Numbers of the present members in order. */
  public List<Integer> present() {
    return state().members().stream().map(cast::account).toList();
  }

  /** Everything announced. */
  public List<ChannelEvent> events() {
    return contracts.get(0).events();
  }

  /** Gives a command to all; their common verdict. */
  public Verdict attempt(int caller, ChannelCommand command) {
    return attempt(caller, command, false);
  }

  private Verdict attempt(int caller, ChannelCommand command, boolean bad) {
    List<Verdict> verdicts = new ArrayList<>();
    for (ContractUnderTest contract : contracts) {
      verdicts.add(contract.perform(ground.accounts().get(caller), now, command, bad));
    }
    Verdict first = verdicts.get(0);
    assertThat(verdicts).as("verdicts on %s by %s", command, caller).allMatch(first::equals);
    compare(command.getClass().getSimpleName() + " by " + caller + ": " + first);
    return first;
  }

  private void compare(String what) {
    ContractUnderTest first = contracts.get(0);
    List<ChannelEvent> events = first.events();
    List<ChannelEvent> fresh = events.subList(announced, events.size());
    for (ContractUnderTest other : contracts.subList(1, contracts.size())) {
      List<ChannelEvent> theirs = other.events();
      assertThat(theirs.subList(Math.min(announced, theirs.size()), theirs.size()))
          .as("announced by %s", what)
          .isEqualTo(fresh);
    }
    announced = events.size();
    if (events.isEmpty()) {
      return;
    }
    Glance glance = first.look(ID, now);
    for (ContractUnderTest other : contracts.subList(1, contracts.size())) {
      Glance theirs = other.look(ID, now);
      if (!theirs.equals(glance)) {
        assertThat(theirs)
            .as("seen after %s", what)
            .usingRecursiveComparison()
            .isEqualTo(glance); // tells the fields
      }
    }
    long own = glance.reservations().stream().mapToLong(Long::longValue).sum();
    boolean pooled = glance.pool().stream().anyMatch(line -> line.reserved() > 0);
    if (events.stream().filter(e -> e instanceof ChannelEvent.Created).count() > 1) {
      return; // coins are in channels that are not looked at
    }
    assertThat(glance.total() + (pooled ? 0 : own)).as("coins after %s", what).isEqualTo(coins);
  }

  /** A command that takes effect. */
  public void must(int caller, ChannelCommand command) {
    assertThat(attempt(caller, command)).as(command.toString()).isEqualTo(new Verdict.Applied());
  }

  /** A command that is refused. */
  public void refuses(AbortCode code, int caller, ChannelCommand command) {
    assertThat(attempt(caller, command))
        .as(command.toString())
        .isEqualTo(new Verdict.Refused(code));
  }

  /** A page on which the dApp aborts. */
  public void chokes(int caller, ChannelCommand.Apply command) {
    assertThat(attempt(caller, command, true)).isEqualTo(new Verdict.DappAborted());
  }

  /** Opens the channel with the first {@code n} accounts, each with its deposit. */
  public void open(Terms terms, int n) {
    create(terms);
    for (int i = 1; i < n; i++) {
      join(i);
    }
  }

  /** Opens it with account 0 alone. */
  public void create(Terms terms) {
    must(0, creation(terms, DEPOSIT));
  }

  /** The command that does. */
  public ChannelCommand creation(Terms terms, long deposit) {
    return new ChannelCommand.Create(
        ground.dapp(),
        ground.coinType(),
        ground.first(),
        Bytes.of(terms.config(ground).encode()),
        Bytes.of(Draft.hash("genesis").toArray()),
        cast.creator(domain(), 0, deposit));
  }

  /** An account joins with its deposit. */
  public void join(int account) {
    must(account, joining(account, DEPOSIT));
  }

  /** The command that does. */
  public ChannelCommand.Join joining(int account, long deposit) {
    return joining(Bytes.of(cast.join(domain(), account, deposit).encode()));
  }

  /** The same with any arguments. */
  public ChannelCommand.Join joining(Bytes arguments) {
    return new ChannelCommand.Join(ground.dapp(), ground.coinType(), ID, arguments);
  }

  /** All of these say that they live. */
  public void alive(int... accounts) {
    for (int account : accounts) {
      must(account, new ChannelCommand.KeepAlive(ID, Bytes.EMPTY));
    }
  }

  /** Everybody's deposit as it came in; nothing is paid out. */
  public PayoutList even(CheckpointKind kind, int... accounts) {
    return new PayoutList(
        kind,
        PayoutList.NOBODY,
        List.of(),
        IntStream.of(accounts).mapToObj(a -> entry(a, DEPOSIT, false)).toList());
  }

  /** An entry of a list. */
  public PayoutList.Entry entry(int account, long amount, boolean release) {
    return new PayoutList.Entry(ground.accounts().get(account), ground.coin(), amount, release);
  }

  /** A draft on the present state. */
  public Draft draft(long height, PayoutList payouts) {
    return new Draft(cast, domain(), state(), now, height, payouts);
  }

  /** Signed by the first {@code q} of the present members. */
  public Bytes certified(Draft draft, int q) {
    return draft.signed(present(), IntStream.range(0, q).toArray());
  }

  /** Settles by the present quorum. */
  public ChannelCommand.Settle settling(Draft draft) {
    Glance state = state();
    int quorum = state.sets().get((int) state.setVersion() - 1).quorum();
    return new ChannelCommand.Settle(ID, certified(draft, quorum));
  }

  /** Time goes by until an account is dead while the others live, and one of them removes it. */
  public void expel(int by, int account) {
    pass(Terms.EXPEL + 1);
    present().stream().filter(a -> a != account).forEach(this::alive);
    must(by, new ChannelCommand.ExpelDead(ID, ground.address(account)));
  }
}
