/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.consensus.api.object.SignedTransaction;
import org.junit.jupiter.api.Test;

/** What a leader puts into a batch, so that nobody has reason to accuse it (section 7.3). */
class BodyBuilderTest {
  private final Cluster cluster = Cluster.of(4);
  private final Cluster.Node sender = cluster.node(3);
  private final SignedTransaction transfer = sender.transfer(cluster.node(0), 1);

  private BodyBuilder body() {
    Cluster.Node leader = cluster.leader();
    Block parent = Probe.newest(leader.member);
    return new BodyBuilder(
        Probe.core(leader.member),
        new BatchRules.Place(
            parent,
            parent.epoch(),
            parent.setVersion(),
            parent.batch() + 1,
            parent.time(),
            parent.chainSeq(),
            false));
  }

  @Test
  void ordersUnderTheKeyOfTheLog() {
    BodyBuilder body = body();

    assertThat(body.client(transfer, sender.txKey.key())).isTrue();

    assertThat(body.transactions()).containsExactly(transfer);
  }

  @Test
  void passesOverWhatWasVerifiedByTheKeyBeforeTheSenderCameBack() {
    BodyBuilder body = body();
    Key another = StandIn.txKey(33).key();
    MemberRecord record =
        new MemberRecord(
            sender.address, another, StandIn.memberKey(33).key(), sender.peerKey, Bytes.EMPTY, 9);
    body.operation(8, new ChainOpBody.Removed(sender.address, 5, RemovalCause.DEAD, 0));
    body.operation(9, new ChainOpBody.Joined(record, 6, 1));

    assertThat(body.client(transfer, sender.txKey.key())).isTrue();
    assertThat(body.transactions()).hasSize(2);
    assertThat(body.client(transfer, another)).isTrue();
    assertThat(body.transactions()).hasSize(3);
  }
}
