/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.link.MemoryHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyNodesTest {
  @Test
  void fourNodesExchangeMessagesInOrder() {
    try (var net = new Net()) {
      List<PeerNode> nodes = IntStream.range(0, 4).mapToObj(i -> net.node(Net.keys())).toList();
      List<PeerAddress> members = nodes.stream().map(Net::at).toList();
      List<Recorder> recorders = nodes.stream().map(node -> new Recorder()).toList();
      List<Topic> topics = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        topics.add(nodes.get(i).open("channel/test/4", members, recorders.get(i)));
      }
      for (Topic topic : topics) {
        Await.until("all are present", () -> topic.present().size() == 3);
      }
      List<String> expected = IntStream.range(0, 300).mapToObj(n -> "m" + n).toList();
      for (String text : expected) {
        for (int from = 0; from < 4; from++) {
          for (PeerNode to : nodes) {
            if (to != nodes.get(from)) {
              Topic topic = topics.get(from);
              Await.until(
                  "room",
                  () -> topic.send(to.key(), MessageClass.DATA, Bytes.utf8(text)) == Sent.QUEUED);
            }
          }
        }
      }
      for (Recorder recorder : recorders) {
        Await.until("all came", () -> recorder.count.get() == 900);
        for (PeerNode from : nodes) {
          List<String> came = recorder.texts(from.key());
          assertThat(came.isEmpty() || came.equals(expected)).isTrue();
        }
      }
    }
  }

  /** Nodes that know only one other find each other through what it passes on. */
  @Test
  void nodesFindEachOtherByAnnouncements() {
    List<PeerNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Ed25519KeyPair pair = Ed25519KeyPair.generate(Net.RANDOM);
        Gossip.Announcer announcer =
            new Gossip.Announcer() {
              @Override
              public Bytes publicKey() {
                return Bytes.of(pair.publicKey());
              }

              @Override
              public Bytes sign(byte[] message) {
                return Bytes.of(pair.sign(message));
              }
            };
        PeerNode node =
            PeerNodes.open(
                "g" + i,
                Net.keys(),
                Net.settings().announcing(2),
                new MemoryHub(),
                List.of(),
                kept -> {},
                Optional.of(announcer));
        node.openPublic("ledger/test", new Recorder());
        nodes.add(node);
      }
      PeerNode seed = nodes.get(0);
      nodes.get(1).dial(Net.at(seed));
      nodes.get(2).dial(Net.at(seed));
      for (PeerNode node : nodes) {
        Await.until("it knows and holds both others", () -> node.sessions().size() == 2);
        Await.until(
            "both are announced",
            () ->
                node.known().stream()
                        .filter(k -> k.sources().contains(KnownPeer.Source.ANNOUNCED))
                        .count()
                    == 2);
      }
    } finally {
      nodes.forEach(PeerNode::close);
    }
  }
}
