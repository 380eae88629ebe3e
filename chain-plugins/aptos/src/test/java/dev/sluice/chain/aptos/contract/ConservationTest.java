/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.StateView;
import dev.sluice.move.state.TransactionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories of channels with real signatures: whatever members do, in whatever order, the
 * contract holds exactly what it owes, and no coin is made or lost. Refused steps have no effect,
 * so a history may hold any.
 *
 * <p>The number of histories is {@code -Dsluice.contract.histories}.
 */
class ConservationTest {
  private static final int HISTORIES = Integer.getInteger("sluice.contract.histories", 10);
  private static final int STEPS = 60;
  private static final long GAS = 10_000_000_000L;
  private static final ModuleId STEP =
      new ModuleId(MovePackage.DEVELOPMENT_PUBLISHER, "random_steps");
  private static final int ACCOUNTS = 9;
  private static final List<String> ENDINGS = List.of("exit", "exit_with", "settle_close");

  private final MoveVm vm = MoveTestModules.vm();
  private final LoadedModules modules = MoveTestModules.modules(vm, Optional.empty());
  private final Map<String, Integer> executed = new TreeMap<>();
  private int transactions;

  @Test
  void holdsWhatItOwes() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      history(seed);
    }

    assertThat(executed.keySet())
        .as("steps that took effect at least once: %s", executed)
        .contains("settle", "join", "expel", "evidence", "take", "release", "exit", "finalize");
  }

  private void history(int seed) {
    Random random = new Random(seed);
    Session session = vm.open(modules, StateView.empty());
    boolean inPool = seed % 2 == 1;
    int members = 2 + random.nextInt(5);
    CallResult begun = run(session, "begin", u64(members), Bytes.of((byte) (inPool ? 1 : 0)));
    assertThat(begun.isExecuted()).isTrue();
    Bytes id = begun.values().get(0).bcs();
    List<Long> before = accounts(session, id);
    long now = 0;
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(4) == 0) {
        now += new int[] {1_000, 15_001, 60_001, 75_000}[random.nextInt(4)];
        run(session, "pass", u64(now));
      }
      String step = step(session, id, random, i < STEPS / 2);
      List<Long> after = accounts(session, id);
      String where = "history " + seed + ", step " + i + ": " + step;
      assertThat(after.get(0)).as("vault after %s", where).isEqualTo(after.get(1));
      assertThat(after.get(2)).as("pool after %s", where).isEqualTo(after.get(3));
      assertThat(after.get(4)).as("coins after %s", where).isEqualTo(before.get(4));
    }
  }

  private String step(Session session, Bytes id, Random random, boolean early) {
    Bytes i = u64(random.nextInt(ACCOUNTS));
    Bytes j = u64(random.nextInt(ACCOUNTS));
    Bytes seed = u64(random.nextInt(1 << 20));
    String[] names = {
      "settle",
      "settle",
      "settle",
      "settle_leave",
      "settle_close",
      "vote",
      "join",
      "join",
      "expel",
      "fix",
      "take",
      "take",
      "take_sink",
      "release",
      "exit",
      "exit_with",
      "post_exit",
      "finalize",
      "evidence",
      "keep_alive",
      "keep_alive",
      "claim",
      "deposit_pool",
      "request_pool",
      "withdraw_pool"
    };
    String name = names[random.nextInt(names.length)];
    if (early && ENDINGS.contains(name)) {
      name = "expel"; // a channel that closes at once has no history
    }
    CallResult result =
        switch (name) {
          case "settle" -> run(session, "settle", id, u8(1), i, seed);
          case "settle_leave" -> run(session, "settle", id, u8(2), i, seed);
          case "settle_close" -> run(session, "settle", id, u8(3), i, seed);
          case "vote" -> run(session, "vote", id, u64(random.nextInt(6)), seed);
          case "join" -> run(session, "join", id, i, u64(random.nextInt(300)));
          case "expel", "evidence" -> run(session, name, id, i, j);
          case "take_sink", "finalize" -> run(session, name, id);
          case "exit_with" -> run(session, name, id, i, seed);
          case "post_exit" -> run(session, name, id, seed);
          case "deposit_pool", "request_pool" -> run(session, name, i, u64(random.nextInt(700)));
          case "withdraw_pool" -> run(session, name, i);
          default -> run(session, name, id, i);
        };
    if (result.isExecuted()) {
      executed.merge(name, 1, Integer::sum);
    }
    return name + " " + result.status();
  }

  private List<Long> accounts(Session session, Bytes id) {
    CallResult result = run(session, "accounts", id);
    List<Long> amounts = new ArrayList<>();
    result.values().forEach(value -> amounts.add(new BcsReader(value.bcs().toArray()).u64()));
    return amounts;
  }

  private CallResult run(Session session, String function, Bytes... arguments) {
    byte[] hash = new byte[TransactionContext.HASH_LENGTH];
    new Random(++transactions).nextBytes(hash);
    return session.call(
        Call.function(STEP, function)
            .withArguments(List.of(arguments))
            .withGasLimit(GAS)
            .withTransaction(
                TransactionContext.of(Bytes.of(hash), MovePackage.DEVELOPMENT_PUBLISHER)));
  }

  private static Bytes u64(long value) {
    return new BcsWriter().u64(value).toBytes();
  }

  private static Bytes u8(int value) {
    return new BcsWriter().u8(value).toBytes();
  }
}
