/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.channel.cases.ModelContract;
import dev.sluice.testkit.channel.cases.RandomLife;
import dev.sluice.testkit.channel.cases.Scene;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random lives of channels in the model and in the Move contract: equal verdicts, states, events,
 * and no coin made or lost, after every operation. {@code -Dsluice.contract.lives} says how many
 * lives, {@code -Dsluice.contract.life} which one alone.
 */
class RandomLifeTest {
  private static final int LIVES = Integer.getInteger("sluice.contract.lives", 200);
  private static final int OPERATIONS = 30;
  private static final List<String> BUSY =
      List.of(
          "Join",
          "Settle",
          "ExpelDead",
          "PostEvidence",
          "FixCut",
          "Propose",
          "Vote",
          "Execute",
          "OpenExit",
          "PostExit",
          "FinalizeExit",
          "TakePayout",
          "ReleaseStake",
          "ClaimLeader",
          "ClaimNoConfidence",
          "PoolDeposit",
          "PoolRequest",
          "Delegate");

  @Test
  void agreesWithTheModel() {
    Map<String, Integer> applied = new TreeMap<>();
    Integer one = Integer.getInteger("sluice.contract.life");
    for (int life = one == null ? 0 : one; life < (one == null ? LIVES : one + 1); life++) {
      var ground = MoveContract.ground();
      var scene = new Scene(ground, List.of(new ModelContract(ground), new MoveContract()));
      try {
        new RandomLife(scene, life)
            .run(OPERATIONS)
            .forEach((k, n) -> applied.merge(k, n, Integer::sum));
      } catch (AssertionError e) {
        throw new AssertionError("life " + life + ": " + e.getMessage(), e);
      }
    }
    if (one == null && LIVES >= 200) {
      assertThat(applied.keySet()).as("took effect: %s", applied).containsAll(BUSY);
    }
  }
}
