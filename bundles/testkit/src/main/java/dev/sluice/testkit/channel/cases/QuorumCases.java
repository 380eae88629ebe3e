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
import dev.sluice.consensus.api.object.PayoutList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sizes of certificates, votes and majorities for one to nine members. */
final class QuorumCases {

  private static final int[] CERTIFICATE = {0, 1, 2, 3, 3, 4, 5, 5, 6, 7};
  private static final int[] VOTES = {0, 1, 2, 2, 3, 4, 4, 5, 6, 6};
  private static final int[] MAJORITY = {0, 0, 1, 2, 2, 3, 3, 4, 4, 5};

  private QuorumCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    for (int members = 1; members <= 9; members++) {
      int n = members;
      all.add(new ContractCase("certificate of " + n, s -> certificate(s, n)));
      all.add(new ContractCase("settlement vote of " + n, s -> vote(s, n)));
      if (n >= 2) {
        all.add(new ContractCase("punishment by " + n, s -> punish(s, n)));
        all.add(new ContractCase("no confidence of " + n, s -> distrust(s, n)));
      }
    }
    return all;
  }

  private static void certificate(Scene s, int n) {
    s.open(Terms.OPEN.sized(1, 9), n);
    assertThat(s.state().sets().get(n - 1).quorum()).isEqualTo(CERTIFICATE[n]);
    Draft draft = s.draft(5, s.even(CheckpointKind.PLAIN, IntStream.range(0, n).toArray()));
    int q = CERTIFICATE[n];
    s.refuses(AbortCode.QUORUM, 9, new ChannelCommand.Settle(ID, s.certified(draft, q - 1)));
    if (q < n) {
      s.refuses(AbortCode.QUORUM, 9, new ChannelCommand.Settle(ID, s.certified(draft, q + 1)));
    }
    s.must(9, new ChannelCommand.Settle(ID, s.certified(draft, q)));
    assertThat(s.state().settledHeight()).isEqualTo(5);
  }

  private static void vote(Scene s, int n) {
    s.open(Terms.OPEN.sized(1, 9), n);
    Bytes data =
        s.draft(5, s.even(CheckpointKind.PLAIN, IntStream.range(0, n).toArray())).proposal();
    s.must(0, new ChannelCommand.Propose(ID, 1, data));
    for (int i = 0; i < VOTES[n]; i++) {
      s.refuses(AbortCode.NOT_PASSED, 9, new ChannelCommand.Execute(ID, 1, data));
      s.must(i, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(9, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.state().settledHeight()).isEqualTo(5);
  }

  private static void punish(Scene s, int n) {
    s.open(Terms.OPEN, n);
    BatchHeader header = s.draft(5, PayoutList.EMPTY).header();
    Bytes data = Bytes.of(s.cast().accusation(header, 0, 0).encode());
    s.must(1, new ChannelCommand.Propose(ID, 2, data));
    for (int i = 1; i <= MAJORITY[n]; i++) {
      s.refuses(AbortCode.NOT_PASSED, 9, new ChannelCommand.Execute(ID, 1, data));
      s.must(i, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(9, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.present()).doesNotContain(0);
    long fine = n >= 3 ? Terms.FINE : 0;
    assertThat(s.state().reservations().get(0)).isEqualTo(Terms.STAKE - fine);
    assertThat(s.state().phase()).isEqualTo(n <= 3 ? (n == 2 ? 3 : s.state().phase()) : 2);
  }

  private static void distrust(Scene s, int n) {
    s.open(Terms.OPEN, n);
    int[] enough = IntStream.rangeClosed(1, MAJORITY[n]).toArray();
    int[] tooFew = IntStream.range(1, MAJORITY[n]).toArray();
    long epoch = s.state().epoch();
    if (n == 2) {
      s.refuses(AbortCode.TOO_FEW, 1, claim(s, epoch, enough));
      return;
    }
    s.refuses(AbortCode.QUORUM, 1, claim(s, epoch, tooFew));
    s.must(1, claim(s, epoch, enough));
    assertThat(s.state().leader()).contains(s.ground().accounts().get(1));
    assertThat(s.state().barredUntil().get(0)).isEqualTo(s.now() + Terms.BAR);
    assertThat(s.state().reservations().get(0)).isEqualTo(Terms.STAKE);
  }

  private static ChannelCommand claim(Scene s, long epoch, int... signers) {
    return new ChannelCommand.ClaimNoConfidence(
        ID,
        epoch,
        Bytes.of(s.cast().distrust(s.domain(), s.state(), s.present(), signers).encode()));
  }
}
