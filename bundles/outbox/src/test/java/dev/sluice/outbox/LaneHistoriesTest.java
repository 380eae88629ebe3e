/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.Action.AskAccount;
import dev.sluice.outbox.Action.AskStatus;
import dev.sluice.outbox.Action.Finish;
import dev.sluice.outbox.Action.Prepare;
import dev.sluice.outbox.Action.Send;
import dev.sluice.outbox.Action.Store;
import dev.sluice.outbox.Entry.Phase;
import dev.sluice.outbox.OutboxRecord.Signed;
import dev.sluice.outbox.OutboxRecord.Taken;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.Submission.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A lane through histories of lost answers, dropped transactions, rivals with the same key, expiry
 * and crashes, each from one seed. Whatever happens, no order is executed twice and its last state
 * says what the chain did.
 */
class LaneHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("sluice.outbox.histories", 1_000);
  private static final int ORDERS = 12;
  private static final Duration VALID = Duration.ofSeconds(8);
  private static final Duration TROUBLE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Faults of the surroundings that the rules do not survive: they show that the test sees. */
  private enum Lie {
    NONE,
    STORES_LATE,
    EXPIRED_TOO_EARLY
  }

  private static final class History {
    final Random random;
    final Lie lie;
    final SimulatedChain chain = new SimulatedChain();
    final List<OutboxRecord> journal = new ArrayList<>();
    final List<OutboxRecord> unforced = new ArrayList<>();
    final Map<Long, State> outcome = new HashMap<>();
    final List<Answer> answers = new ArrayList<>();
    final EnumMap<State, Integer> seen = new EnumMap<>(State.class);
    Instant now = Instant.ofEpochSecond(1_000);
    Lane lane = new Lane();
    int crashes;
    int attempts;

    private record Answer(Instant at, Lane lane, Runnable run) {}

    History(long seed, Lie lie) {
      this.random = new Random(seed);
      this.lie = lie;
    }

    void run() {
      Instant start = now;
      int taken = 0;
      while (taken < ORDERS || outcome.size() < ORDERS) {
        boolean trouble = now.isBefore(start.plus(TROUBLE));
        if (taken < ORDERS && random.nextInt(4) == 0) {
          take(taken++);
        }
        if (trouble && random.nextInt(60) == 0) {
          crash();
        }
        if (trouble && random.nextInt(25) == 0) {
          chain.forgetPool();
        }
        if (trouble && random.nextInt(25) == 0) {
          chain.foreign(now);
        }
        step(trouble);
        now = now.plusMillis(random.nextInt(200));
        if (random.nextInt(3) == 0) {
          chain.block(now);
        }
        assertThat(now).as("the lane is stuck").isBefore(start.plus(LONGEST));
      }
      for (long id = 0; id < ORDERS; id++) {
        int executions = chain.executions.getOrDefault(id, 0);
        State state = outcome.get(id);
        seen.merge(state, 1, Integer::sum);
        boolean onChain = state == State.COMMITTED || state == State.FAILED;
        assertThat(executions).as("order %d %s", id, state).isEqualTo(onChain ? 1 : 0);
        assertThat(state == State.FAILED).isEqualTo(onChain && aborts(id));
      }
    }

    static boolean aborts(long id) {
      return id % 5 == 4;
    }

    static boolean unwanted(long id) {
      return id % 6 == 5;
    }

    private void take(long id) {
      Duration giveUp = Duration.ofSeconds(id % 4 == 3 ? 3 : 301);
      var order =
          new Order(
              "order " + id,
              new ChainName("sim"),
              new KeyName("key"),
              new Call(new Address("0x1::m"), "f", List.of(), List.of()),
              Optional.empty(),
              VALID,
              now.plus(giveUp));
      journal.add(new Taken(id, order));
      lane.add(new Entry(id, order));
    }

    private void crash() {
      crashes++;
      unforced.clear();
      lane = new Lane();
      var copies =
          journal.stream().map(record -> OutboxRecord.read(OutboxRecord.write(record))).toList();
      for (Entry entry : OutboxBook.of(copies).entries()) {
        if (entry.phase != Phase.DONE) {
          lane.restore(entry);
        }
      }
    }

    private void step(boolean trouble) {
      for (Answer answer : List.copyOf(answers)) {
        if (!answer.at().isAfter(now)) {
          answers.remove(answer);
          if (answer.lane() == lane) {
            answer.run().run();
          }
        }
      }
      if (random.nextBoolean()) {
        journal.addAll(unforced);
        unforced.clear();
      }
      Lane acting = lane;
      for (Action action : acting.due(now)) {
        perform(acting, action, trouble);
      }
    }

    private void perform(Lane acting, Action action, boolean trouble) {
      if (action instanceof AskAccount) {
        call(acting, trouble, chain::account, acting::account, e -> acting.accountFailed(now, e));
      } else if (action instanceof Prepare prepare) {
        Entry entry = prepare.entry();
        call(
            acting,
            trouble,
            () -> sign(prepare),
            signed -> acting.prepared(entry, signed),
            e -> acting.prepareFailed(entry, now, e));
      } else if (action instanceof Store store) {
        store(acting, store, trouble);
      } else if (action instanceof Send send) {
        Entry entry = send.entry();
        call(
            acting,
            trouble,
            () -> {
              chain.send(send.signed(), now);
              return now;
            },
            done -> acting.sent(entry, now),
            e -> acting.sendFailed(entry, now, e));
      } else if (action instanceof AskStatus ask) {
        Entry entry = ask.entry();
        call(
            acting,
            trouble,
            () -> status(ask.signed()),
            status -> acting.status(entry, now, status),
            e -> acting.statusFailed(entry, now, e));
      } else if (action instanceof Finish finish) {
        Entry entry = finish.entry();
        assertThat(outcome.put(entry.id, entry.last)).as("finished once").isNull();
        journal.add(new OutboxRecord.Done(entry.id, entry.last, entry.error));
        attempts += entry.attempts;
      }
    }

    private SignedTransaction sign(Prepare prepare) {
      long id = prepare.entry().id;
      if (unwanted(id)) {
        throw new ChainException(Code.NO_FUNDS, "cannot pay");
      }
      return chain.sign(id, aborts(id), prepare.sequence().orElseThrow(), now.plus(VALID));
    }

    private TransactionStatus status(SignedTransaction signed) {
      TransactionStatus status = chain.status(signed, now);
      boolean lies = lie == Lie.EXPIRED_TOO_EARLY && status instanceof TransactionStatus.Pending;
      return lies ? new TransactionStatus.Expired() : status;
    }

    private void store(Lane acting, Store store, boolean trouble) {
      if (trouble && random.nextInt(10) == 0) {
        acting.storeFailed(
            store.entry(), now, new ChainException(Code.UNAVAILABLE, "the disk is away"));
        return;
      }
      var record = new Signed(store.entry().id, store.signed(), store.entry().attempts + 1);
      (lie == Lie.STORES_LATE ? unforced : journal).add(record);
      acting.stored(store.entry(), now);
    }

    private interface Question<T> {
      T ask();
    }

    /** A call that may fail before or after it took effect, and is answered later. */
    private <T> void call(
        Lane acting,
        boolean trouble,
        Question<T> question,
        Consumer<T> good,
        Consumer<ChainException> bad) {
      Instant at = now.plusMillis(random.nextInt(trouble ? 2_000 : 100));
      Runnable answer;
      if (trouble && random.nextInt(6) == 0) {
        answer = () -> bad.accept(new ChainException(Code.UNAVAILABLE, "not reached"));
      } else {
        boolean lost = trouble && random.nextInt(6) == 0;
        answer = () -> reply(question, lost, good, bad);
        if (random.nextBoolean()) {
          // It takes effect now and is answered later.
          Runnable before = evaluated(question, lost, good, bad);
          answer = before;
        }
      }
      answers.add(new Answer(at, acting, answer));
    }

    private static <T> Runnable evaluated(
        Question<T> question, boolean lost, Consumer<T> good, Consumer<ChainException> bad) {
      try {
        T value = question.ask();
        return lost
            ? () -> bad.accept(new ChainException(Code.TIMEOUT, "answer lost"))
            : () -> good.accept(value);
      } catch (ChainException e) {
        return () -> bad.accept(e);
      }
    }

    private static <T> void reply(
        Question<T> question, boolean lost, Consumer<T> good, Consumer<ChainException> bad) {
      evaluated(question, lost, good, bad).run();
    }
  }

  @Test
  void noOrderIsLostOrDoneTwice() {
    var states = new EnumMap<State, Integer>(State.class);
    int crashes = 0;
    int attempts = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      var history = new History(seed, Lie.NONE);
      try {
        history.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      history.seen.forEach((state, count) -> states.merge(state, count, Integer::sum));
      crashes += history.crashes;
      attempts += history.attempts;
    }
    System.out.printf(
        "lane histories: %d, crashes %d, attempts %d, states %s%n",
        HISTORIES, crashes, attempts, states);
    assertThat(states)
        .containsOnlyKeys(State.COMMITTED, State.FAILED, State.REFUSED, State.GIVEN_UP);
    assertThat(crashes).isGreaterThan(HISTORIES);
    assertThat(attempts).isGreaterThan(states.get(State.COMMITTED) + states.get(State.FAILED));
  }

  @Test
  void aStoreThatForgetsIsSeen() {
    assertThat(failures(Lie.STORES_LATE)).isPositive();
  }

  @Test
  void aChainThatCallsThePendingExpiredIsSeen() {
    assertThat(failures(Lie.EXPIRED_TOO_EARLY)).isPositive();
  }

  private static int failures(Lie lie) {
    int failures = 0;
    for (long seed = 0; seed < 200; seed++) {
      try {
        new History(seed, lie).run();
      } catch (AssertionError e) {
        failures++;
      }
    }
    return failures;
  }
}
