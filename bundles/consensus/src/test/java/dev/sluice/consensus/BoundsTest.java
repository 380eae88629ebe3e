/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.Accusation;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.Input;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a member keeps stays bounded, whatever the chain or its leaders do. */
class BoundsTest {
  @Test
  void remembersOnlySoManyEventsOfOnePosition() {
    Cluster cluster = Cluster.of(3);
    ChainView view = new ChainView(new Rules(Set.of()), cluster.chain.genesis.stateRoot());
    for (Input.ChainEvent event : cluster.chain.events) {
      assertThat(view.accept(event.seq(), event.time(), event.event())).isTrue();
    }
    Input.ChainEvent last = cluster.chain.events.get(cluster.chain.events.size() - 1);
    for (int i = 1; i < 5_000; i++) {
      view.accept(last.seq(), last.time(), new ContractEvent.ExitPosted(1, i, i));
    }
    assertThat(view.eventsRemembered()).isEqualTo(Limits.EVENTS_AT_SEQ);
    assertThat(view.accept(last.seq(), last.time(), last.event())).isFalse();
    assertThat(view.presentSet().size()).isEqualTo(3);
  }

  @Test
  void ignoresAnAccusationOfAnEpochWhoseSetIsForgotten() {
    Cluster cluster = Cluster.of(4);
    BatchHeader old = cluster.node(1).confirmed.get(0).header();
    cluster.runUntil(() -> cluster.chain.settledHeight() > 0, 70_000);
    cluster.run(5_000);
    Cluster.Node node = cluster.node(1);
    Core core = Probe.core(node.member);
    assertThat(core.chain.epoch(old.epoch())).isPresent();
    assertThat(core.chain.set(old.setVersion())).isEmpty();
    PunishmentProposal proposal =
        new PunishmentProposal(
            cluster.chain.domain(),
            cluster.node(0).address,
            old,
            Signature.of(new byte[Signature.LENGTH]),
            0,
            0,
            0,
            Bytes.EMPTY,
            List.of(),
            TxResult.NOTHING,
            List.of(),
            PunishmentProposal.Reason.STATE);
    PeerFrame frame = new PeerFrame(1, 1, new Accusation(proposal));
    node.step(new Input.Message(cluster.node(2).peerKey, frame, 600));
    assertThat(node.view().refused()).containsKey(RefusalCode.IGNORED);
  }

  @Test
  void keepsOnlySoManyBranches() {
    Cluster cluster = Cluster.of(3);
    Core core = Probe.core(cluster.node(1).member);
    Block confirmed = core.log.confirmed();
    CatchUpBatch source = confirmed.source().orElseThrow();
    Block newest = confirmed;
    for (int i = 0; i < 2 * Bounds.MAX_UNCONFIRMED; i++) {
      byte[] name = new byte[Hash.LENGTH];
      name[0] = (byte) i;
      name[1] = (byte) (i >> 8);
      name[2] = 1;
      newest = Block.of(source, Hash.of(name), confirmed.log(), confirmed.outcome());
      core.log.add(newest);
    }
    assertThat(core.log.unconfirmed()).isLessThan(Bounds.MAX_UNCONFIRMED);
    assertThat(core.log.has(newest.hash())).isTrue();
    assertThat(core.log.confirmed()).isSameAs(confirmed);
  }
}
