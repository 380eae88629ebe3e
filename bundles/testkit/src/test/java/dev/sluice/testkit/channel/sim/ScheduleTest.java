/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.RuleSwitch;
import dev.sluice.testkit.channel.sim.Violation.Invariant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Schedules written out, for rules whose absence random histories seldom show: each keeps the
 * invariants with the rule and breaks one without it. Members are numbers; what is not delivered is
 * under way or lost.
 */
class ScheduleTest {
  private static void needs(RuleSwitch rule, Invariant broken, Consumer<Set<RuleSwitch>> schedule) {
    assertThat(broken(schedule, Set.of())).isEmpty();
    assertThat(broken(schedule, Set.of(rule))).contains(broken);
  }

  private static Optional<Invariant> broken(
      Consumer<Set<RuleSwitch>> schedule, Set<RuleSwitch> off) {
    try {
      schedule.accept(off);
      return Optional.empty();
    } catch (Violation v) {
      return Optional.of(v.invariant());
    }
  }

  /** A leader that was away opens on its own lock, and misses what the others confirmed. */
  @Test
  void opensOnTheHighestLockOfEnoughMembers() {
    needs(
        RuleSwitch.STATUS_PROOF,
        Invariant.A_AGREEMENT,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(4, 4, -1, off);
          c.claim(0);
          c.tell(0, 2, 3);
          gather(c, 0, 2, 3);
          certify(c, 0, 2, 3);
          certify(c, 0, 2, 3);
          assertThat(c.confirmedBatches()).isPositive();
          c.lose();
          c.claim(1);
          c.tell(1, 2, 3);
          c.deliver(1, 2, 3);
        });
  }

  /** Members that have promised epoch 2 help epoch 1 to confirm what epoch 2 does not know. */
  @Test
  void acksNothingBelowThePromise() {
    needs(
        RuleSwitch.PROMISE,
        Invariant.A_AGREEMENT,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(4, 4, -1, off);
          c.claim(0);
          c.tell(0, 2, 3);
          c.elapse(14_000);
          c.tell(0, 2, 3);
          gather(c, 0, 2, 3);
          c.elapse(2_000);
          c.claimNow(1);
          c.tell(1, 2, 3);
          gather(c, 1, 2, 3);
          certify(c, 0, 2, 3);
          certify(c, 0, 2, 3);
          c.deliver(1, 2, 3);
        });
  }

  /**
   * A certificate of another epoch, carried and certified, is outrun by one of an epoch between.
   */
  @Test
  void confirmsWithinOneEpoch() {
    needs(
        RuleSwitch.CROSS_EPOCH_CONFIRM,
        Invariant.A_AGREEMENT,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(4, 4, -1, off);
          c.claim(0);
          certifyOpening(c, 0, 2, 3);
          c.claim(1);
          certifyOpening(c, 1, 2, 3);
          c.claim(0);
          certifyOpening(c, 0, 2, 3);
          c.claim(1);
          c.tell(1, 2, 3);
          c.deliver(1, 2, 3);
        });
  }

  /**
   * Batch numbers do not order branches: the opening certificate that a leader kept to itself has
   * the number of one that is confirmed in the epoch after it.
   */
  @Test
  void standsOnTheHighestEpochNotTheHighestBatch() {
    needs(
        RuleSwitch.RECOVERY_BASE,
        Invariant.A_AGREEMENT,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(4, 4, -1, off);
          c.claim(0);
          certifyOpening(c, 0, 2, 3);
          c.claim(1);
          c.tell(1, 2, 3);
          gather(c, 1, 2, 3);
          certify(c, 1, 2, 3);
          certify(c, 1, 2, 3);
          assertThat(c.confirmedBatches()).isPositive();
          c.lose();
          c.claim(0);
          c.tell(0, 2, 3);
          c.deliver(0, 2, 3);
        });
  }

  /** A leader gets its opening certified by two others, and nothing of it after that leaves. */
  private static void certifyOpening(ExploredChannel c, int leader, int one, int other) {
    c.tell(leader, one, other);
    gather(c, leader, one, other);
    certify(c, leader, one, other);
    c.lose();
  }

  /** The statuses of two others reach the leader, and it waits for no more. */
  private static void gather(ExploredChannel c, int leader, int one, int other) {
    c.pass(one, leader);
    c.pass(other, leader);
    c.pass(leader, leader);
  }

  /** What the leader has sent reaches two others, and their acks reach it. */
  private static void certify(ExploredChannel c, int leader, int one, int other) {
    c.pass(leader, one);
    c.pass(leader, other);
    c.pass(one, leader);
    c.pass(other, leader);
  }

  /** One hidden lock and a liar that neither shows its own nor acks must not stop a leader. */
  @Test
  void acksAnOpeningBelowItsOwnLock() {
    needs(
        RuleSwitch.ACK_ABOVE_LOCK,
        Invariant.E_PROGRESS,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(4, 4, 3, off);
          c.claim(3);
          c.tell(0, 1, 2, 3);
          for (int round = 0; round < 2; round++) {
            c.pass(0, 3);
            c.pass(1, 3);
            c.pass(2, 3);
            c.pass(3, 3);
            c.pass(3, 2);
            if (round == 0) {
              c.pass(3, 0);
              c.pass(3, 1);
            }
          }
          c.lose();
          c.claim(0);
          c.tell(0, 1, 2, 3);
          c.pass(1, 0);
          c.pass(3, 0);
          c.pass(0, 0);
          c.deliver(0, 1, 2);
          if (c.confirmedBatches() == 0) {
            throw new Violation(Invariant.E_PROGRESS, "an opening that meets rule 6 is not acked");
          }
        });
  }

  /** Six join while three of four are away: a majority of the new set knows nothing. */
  @Test
  void asksEnoughOfEverySet() {
    needs(
        RuleSwitch.PER_SET_STATUS,
        Invariant.A_AGREEMENT,
        off -> {
          ExploredChannel c = ExploredChannel.scripted(10, 4, -1, off);
          c.claim(0);
          c.tell(0, 1, 2);
          c.deliver(0, 1, 2);
          assertThat(c.confirmedBatches()).isPositive();
          c.lose();
          c.claim(3);
          for (int i = 4; i < 10; i++) {
            c.join(i);
          }
          c.tell(3, 4, 5, 6, 7, 8, 9);
          c.deliver(3, 4, 5, 6, 7, 8, 9);
        });
  }
}
