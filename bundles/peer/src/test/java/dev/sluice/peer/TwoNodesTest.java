/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.zmq.CurveKeys;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwoNodesTest {
  private static final String TOPIC = "channel/test/1";
  private final Net net = new Net();

  @AfterEach
  void close() {
    net.close();
  }

  private static Optional<PeerError> failure(PeerNode node, PeerNode other) {
    return node.known().stream()
        .filter(known -> known.key().equals(other.key()))
        .findFirst()
        .flatMap(KnownPeer::failure);
  }

  private static void awaitFailure(PeerNode node, PeerNode other, PeerError error) {
    Await.until(
        error + " instead of " + failure(node, other),
        () -> failure(node, other).equals(Optional.of(error)));
  }

  @Test
  void nodesMeetAndTalk() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys());
    var atA = new Recorder();
    var atB = new Recorder();
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), atA);
    Topic onB = b.open(TOPIC, List.of(Net.hidden(a)), atB);
    Await.until("A sees B", () -> onA.present().contains(b.key()));
    Await.until("B sees A", () -> onB.present().contains(a.key()));
    assertThat(onA.send(b.key(), MessageClass.VOTE, Bytes.utf8("hello"))).isEqualTo(Sent.QUEUED);
    assertThat(onB.send(a.key(), MessageClass.BULK, Bytes.of(new byte[Topic.MAX_BODY])))
        .isEqualTo(Sent.QUEUED);
    Await.until("it came", () -> atB.count.get() == 1 && atA.count.get() == 1);
    assertThat(atB.texts(a.key())).containsExactly("hello");
    assertThat(atA.messages.get(0).body().length()).isEqualTo(Topic.MAX_BODY);
    PeerSession session = Net.session(a, b).orElseThrow();
    assertThat(session.path()).isEqualTo(PeerSession.Path.DIALLED);
    assertThat(session.topics()).containsExactly(TOPIC);
    PeerSession other = Net.session(b, a).orElseThrow();
    assertThat(other.path()).isEqualTo(PeerSession.Path.ACCEPTED);
    assertThat(other.remote()).isPresent();
    Await.until("a round trip", () -> a.roundTrip(b.key()).isPresent());
    assertThat(a.roundTrip(b.key()).orElseThrow()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void nodesMeetByIpv6() {
    PeerNode a = net.node(Net.keys());
    var settings =
        PeerSettings.of("test")
            .listening(
                List.of(Net.any(), new InetSocketAddress(Endpoint.parse("[::1]:1").address(), 0)));
    PeerNode b = net.node(Net.keys(), settings);
    assertThat(b.endpoints()).hasSize(2);
    Endpoint six = b.endpoints().get(1);
    Topic onA = a.open(TOPIC, List.of(new PeerAddress(b.key(), List.of(six))), new Recorder());
    b.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    Await.until("A sees B", () -> onA.present().contains(b.key()));
    assertThat(Net.session(a, b).orElseThrow().remote()).contains(six);
  }

  @Test
  void bothDialAndOneSessionStays() {
    for (int i = 0; i < 10; i++) {
      try (var local = new Net()) {
        List<CurveKeys> keys = Net.ordered(2);
        PeerNode small = local.node(keys.get(0));
        PeerNode large = local.node(keys.get(1));
        Topic onSmall = small.open(TOPIC, List.of(Net.at(large)), new Recorder());
        Topic onLarge = large.open(TOPIC, List.of(Net.at(small)), new Recorder());
        Await.until("they meet", () -> onSmall.present().contains(large.key()));
        Await.until("they meet", () -> onLarge.present().contains(small.key()));
        Await.until(
            "the paths agree",
            () -> {
              var here = Net.session(small, large).map(PeerSession::path);
              var there = Net.session(large, small).map(PeerSession::path);
              return here.isPresent() && there.isPresent() && here.get() != there.get();
            });
      }
    }
  }

  @Test
  void otherVersionsAreRefusedWithTheRanges() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys(), Net.settings().speaking(7, 9));
    a.open(TOPIC, List.of(Net.at(b)), new Recorder());
    b.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    awaitFailure(a, b, PeerError.VERSION);
    assertThat(a.sessions()).isEmpty();
  }

  @Test
  void versionsThatOverlapMeetInTheHighestCommonOne() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys(), Net.settings().speaking(1, 9));
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), new Recorder());
    b.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    Await.until("they meet", () -> onA.present().contains(b.key()));
    assertThat(Net.session(a, b).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void otherNetworksAreRefused() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys(), PeerSettings.of("elsewhere").listening(List.of(Net.any())));
    a.open(TOPIC, List.of(Net.at(b)), new Recorder());
    b.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    awaitFailure(a, b, PeerError.NETWORK);
  }

  @Test
  void anEndpointThatHoldsAnotherKeyIsNotBelieved() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys());
    PeerNode c = net.node(Net.keys());
    b.openPublic(TOPIC, new Recorder());
    a.open(TOPIC, List.of(new PeerAddress(c.key(), b.endpoints())), new Recorder());
    awaitFailure(a, c, PeerError.UNREACHABLE);
    assertThat(b.sessions()).isEmpty();
  }

  @Test
  void keysThatNobodyKnowsMayNotConnectUntilATopicIsPublic() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys());
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), new Recorder());
    awaitFailure(a, b, PeerError.NOT_ALLOWED);
    assertThat(b.sessions()).isEmpty();
    b.openPublic(TOPIC, new Recorder());
    Await.until("it is let in", () -> onA.present().contains(b.key()));
  }

  @Test
  void bannedNodesAreThrownOutAndLetInAgain() {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys());
    var atA = new Recorder();
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), atA);
    b.open(TOPIC, List.of(Net.at(a)), new Recorder());
    Await.until("they meet", () -> onA.present().contains(b.key()));
    a.ban(b.key(), Optional.empty(), "a test");
    Await.until("it is out", () -> onA.present().isEmpty());
    var out = new Recorder.Notice(b.key(), false, PeerError.BANNED.name());
    Await.until("A's topic hears it", () -> atA.notices.contains(out));
    Await.until("B hears it", () -> failure(b, a).isPresent());
    assertThat(a.bans()).hasSize(1);
    assertThat(a.sessions()).isEmpty();
    a.unban(b.key());
    b.dial(Net.at(a));
    Await.until("it is in again", () -> onA.present().contains(b.key()));
  }

  @Test
  void deadNodesComeBack() {
    CurveKeys keys = Net.keys();
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(keys);
    var atA = new Recorder();
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), atA);
    Endpoint place = b.endpoints().get(0);
    b.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    Await.until("they meet", () -> onA.present().contains(b.key()));
    b.close();
    Await.until("it is gone", () -> onA.present().isEmpty());
    PeerNode again =
        net.node(
            keys,
            PeerSettings.of("test")
                .listening(List.of(new InetSocketAddress(place.address(), place.port()))));
    again.open(TOPIC, List.of(Net.hidden(a)), new Recorder());
    Await.until("it is back", () -> onA.present().contains(again.key()));
  }
}
