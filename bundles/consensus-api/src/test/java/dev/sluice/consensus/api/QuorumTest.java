/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
  private static final int MOST = 100;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 1, 1, 0",
    "2, 0, 2, 2, 1, 0",
    "3, 0, 3, 2, 1, 0",
    "4, 1, 3, 3, 3, 0",
    "5, 1, 4, 4, 3, 0",
    "6, 1, 5, 4, 3, 1",
    "7, 2, 5, 5, 5, 1",
    "8, 2, 6, 6, 5, 1",
    "9, 2, 7, 6, 5, 1",
    "10, 3, 7, 7, 7, 1",
    "13, 4, 9, 9, 9, 2",
    "16, 5, 11, 11, 11, 3"
  })
  void matchesTheTableOfTheDocument(int n, int f, int q, int v, int s, int cap) {
    assertThat(Quorum.liars(n)).isEqualTo(f);
    assertThat(Quorum.certificate(n)).isEqualTo(q);
    assertThat(Quorum.votes(n)).isEqualTo(v);
    assertThat(Quorum.statuses(n, q, 0)).isEqualTo(s);
    assertThat(Quorum.delegations(n)).isEqualTo(cap);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4", "8, 5", "9, 5", "15, 8"})
  void majorityOfTheOthers(int others, int expected) {
    assertThat(Quorum.majority(others)).isEqualTo(expected);
  }

  @Test
  void certificatesOfOneSlotShareAnHonestMember() {
    for (int n = 1; n <= MOST; n++) {
      int q = Quorum.certificate(n);
      assertThat(q).isLessThanOrEqualTo(n);
      assertThat(2 * q - n).isGreaterThan(Quorum.liars(n));
      assertThat(3 * Quorum.liars(n)).isLessThan(n);
      assertThat(n - Quorum.liars(n))
          .as("honest members alone make one, n=%d", n)
          .isGreaterThanOrEqualTo(q);
    }
  }

  @Test
  void statusesMeetEveryCertificateInAnHonestMember() {
    for (int n = 1; n <= MOST; n++) {
      for (int q = Quorum.certificate(n); q <= n; q++) {
        for (int e = 0; e <= Quorum.liars(n); e++) {
          int s = Quorum.statuses(n, q, e);
          assertThat(q + s - n).isGreaterThan(Quorum.liars(n) - e);
          assertThat(q + s - 1 - n).isLessThanOrEqualTo(Quorum.liars(n) - e);
        }
      }
    }
  }

  @Test
  void honestMembersAloneCanOpenAnEpoch() {
    for (int n = 1; n <= MOST; n++) {
      int honest = n - Quorum.liars(n);
      assertThat(Quorum.statuses(n, Quorum.certificate(n), 0)).isLessThanOrEqualTo(honest);
    }
  }

  @Test
  void aChangeOfOneMemberKeepsNeighbouringSetsIntersecting() {
    for (int n = 2; n <= MOST; n++) {
      for (int q = Quorum.certificate(n); q <= n; q++) {
        int removed = Quorum.afterChange(n - 1, q);
        assertThat(removed).isBetween(Quorum.certificate(n - 1), n - 1);
        assertThat(removed).isGreaterThanOrEqualTo(Math.min(q, n - 1));
        int joined = Quorum.afterChange(n + 1, q);
        assertThat(joined).isBetween(Quorum.certificate(n + 1), n + 1);
      }
    }
  }

  @Test
  void liarsAloneNeverPassAVote() {
    for (int n = 1; n <= MOST; n++) {
      assertThat(Quorum.votes(n)).isGreaterThan(Quorum.liars(n));
      assertThat(3 * Quorum.votes(n)).isGreaterThanOrEqualTo(2 * n);
      if (n >= 2) {
        assertThat(Quorum.majority(n - 1)).isGreaterThan(Quorum.liars(n)).isLessThan(n);
        assertThat(n - 1 - Quorum.liars(n))
            .as("honest others can, n=%d", n)
            .isGreaterThanOrEqualTo(n == 2 ? 1 : Math.min(2, n - 1));
      }
    }
  }

  @Test
  void delegationsReachEverybodyOnlyWithFiveCandidates() {
    for (int n = 6; n <= MOST; n++) {
      int cap = Quorum.delegations(n);
      assertThat(cap).isPositive();
      assertThat(5 * (cap + 1)).isGreaterThanOrEqualTo(n);
      assertThat(5 * cap).isLessThan(n);
    }
  }
}
