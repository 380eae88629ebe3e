/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** The path to the leader, for delays of all kinds (section 9.3). */
class PathChoiceTest {
  private static final int SELF = 0;

  /** Delays of a set of members, microseconds; 0 = not known. */
  private static final class Delays {
    final int n;
    final int leader;
    final int[] fromSelf;
    final int[] toLeader;

    Delays(Random random, int n, double unknown) {
      this.n = n;
      leader = n - 1;
      fromSelf = random.ints(n, 1, 400_000).toArray();
      toLeader = random.ints(n, 1, 400_000).toArray();
      for (int i = 0; i < n; i++) {
        fromSelf[i] = random.nextDouble() < unknown ? PathChoice.UNKNOWN : fromSelf[i];
        toLeader[i] = random.nextDouble() < unknown ? PathChoice.UNKNOWN : toLeader[i];
      }
    }

    void look(PathChoice choice, boolean broken) {
      choice.look(n, SELF, leader, i -> fromSelf[i], i -> toLeader[i], broken);
    }

    long cost(int path) {
      return PathChoice.cost(path, leader, i -> fromSelf[i], i -> toLeader[i]);
    }

    long best() {
      long best = cost(PathChoice.DIRECT);
      for (int i = 1; i < leader; i++) {
        best = Math.min(best, cost(i));
      }
      return best;
    }
  }

  @Test
  void comesCloseToTheBestPathAndStays() {
    Random random = new Random(1);
    for (int n = 2; n <= 100; n++) {
      for (int round = 0; round < 20; round++) {
        Delays delays = new Delays(random, n, 0.2);
        PathChoice choice = new PathChoice();
        for (int i = 0; i < 3; i++) {
          assertThat(choice.path()).as("before three looks").isEqualTo(PathChoice.DIRECT);
          delays.look(choice, false);
        }
        int path = choice.path();
        assertThat(path).isNotEqualTo(SELF).isNotEqualTo(delays.leader);
        assertThat(
                4 * delays.cost(path) <= 5 * delays.best()
                    || delays.cost(path) - delays.best() < 2_000)
            .isTrue();
        for (int i = 0; i < 10; i++) {
          delays.look(choice, false);
          assertThat(choice.path()).isEqualTo(path);
        }
      }
    }
  }

  @Test
  void isNotMovedByNoise() {
    Random random = new Random(2);
    for (int round = 0; round < 300; round++) {
      Delays delays = new Delays(random, 2 + random.nextInt(30), 0);
      PathChoice choice = new PathChoice();
      for (int i = 0; i < 3; i++) {
        delays.look(choice, false);
      }
      int path = choice.path();
      if (delays.cost(path) > delays.best()) {
        continue;
      }
      for (int i = 0; i < 100; i++) {
        // The best path stays within a tenth of its cost, the others too: no gain of a fifth.
        IntUnaryOperator noise = d -> (int) (d * (0.95 + random.nextDouble() / 10));
        choice.look(
            delays.n,
            SELF,
            delays.leader,
            k -> noise.applyAsInt(delays.fromSelf[k]),
            k -> noise.applyAsInt(delays.toLeader[k]),
            false);
        assertThat(choice.path()).isEqualTo(path);
      }
    }
  }

  @Test
  void twoLooksAreNotEnoughHoweverOften() {
    int[] fast = {0, 10_000, 500_000};
    int[] slow = {0, 400_000, 500_000};
    PathChoice choice = new PathChoice();
    for (int i = 0; i < 100; i++) {
      int[] now = i % 3 == 2 ? slow : fast;
      choice.look(3, SELF, 2, k -> now[k], k -> k == 1 ? 200_000 : 0, false);
      assertThat(choice.path()).isEqualTo(PathChoice.DIRECT);
    }
  }

  @Test
  void leavesABrokenPathAtOnce() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      Delays delays = new Delays(random, 3 + random.nextInt(20), 0.1);
      PathChoice choice = new PathChoice();
      for (int i = 0; i < 3; i++) {
        delays.look(choice, false);
      }
      int before = choice.path();
      delays.look(choice, true);
      boolean another = false;
      for (int i = PathChoice.DIRECT; i < delays.leader; i++) {
        boolean known = i != SELF && delays.cost(i) < Integer.MAX_VALUE;
        another |= known && i != before;
      }
      assertThat(choice.path() != before).isEqualTo(another);
    }
  }

  @Test
  void aSmallGainIsNoReason() {
    PathChoice choice = new PathChoice();
    for (int i = 0; i < 10; i++) {
      choice.look(3, SELF, 2, k -> k == 1 ? 10 : 1_900, k -> 10, false);
    }
    assertThat(choice.path()).isEqualTo(PathChoice.DIRECT);
    for (int i = 0; i < 3; i++) {
      choice.look(3, SELF, 2, k -> k == 1 ? 10 : 2_100, k -> 10, false);
    }
    assertThat(choice.path()).isEqualTo(1);
  }
}
