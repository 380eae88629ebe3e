/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.link.MemoryHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryNodesTest {
  private final MemoryHub hub = new MemoryHub();
  private final List<PeerNode> nodes = new ArrayList<>();

  private static PeerKey key(int number) {
    byte[] bytes = new byte[PeerKey.LENGTH];
    bytes[0] = (byte) number;
    return new PeerKey(Bytes.of(bytes));
  }

  private PeerNode node(int number) {
    PeerNode node = PeerNodes.inMemory("m" + number, key(number), "test", hub);
    nodes.add(node);
    return node;
  }

  private static List<PeerAddress> members(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new PeerAddress(key(i), List.of()))
        .toList();
  }

  @AfterEach
  void close() {
    nodes.forEach(PeerNode::close);
  }

  @Test
  void fourNodesExchangeMessagesInOrder() {
    List<Recorder> recorders = new ArrayList<>();
    List<Topic> topics = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      var recorder = new Recorder();
      recorders.add(recorder);
      topics.add(node(i).open("channel/test/1", members(4), recorder));
    }
    for (Topic topic : topics) {
      Await.until("all are present", () -> topic.present().size() == 3);
    }
    for (int from = 1; from <= 4; from++) {
      for (int to = 1; to <= 4; to++) {
        for (int n = 0; n < 100 && from != to; n++) {
          assertThat(topics.get(from - 1).send(key(to), MessageClass.VOTE, Bytes.utf8("m" + n)))
              .isEqualTo(Sent.QUEUED);
        }
      }
    }
    List<String> expected = IntStream.range(0, 100).mapToObj(n -> "m" + n).toList();
    for (int to = 1; to <= 4; to++) {
      Recorder recorder = recorders.get(to - 1);
      Await.until("all came", () -> recorder.count.get() == 300);
      for (int from = 1; from <= 4; from++) {
        if (from != to) {
          assertThat(recorder.texts(key(from))).isEqualTo(expected);
        }
      }
    }
    assertThat(nodes.get(0).sessions())
        .hasSize(3)
        .allSatisfy(s -> assertThat(s.path()).isEqualTo(PeerSession.Path.MEMORY));
    Await.until("round trips", () -> nodes.get(0).roundTrip(key(2)).isPresent());
  }

  @Test
  void onlyAllowedNodesAreOnATopic() {
    var recorder = new Recorder();
    Topic one = node(1).open("t", members(2), recorder);
    Topic two = node(2).open("t", members(3), new Recorder());
    Topic three = node(3).open("t", members(3), new Recorder());
    Await.until("1 and 2 meet", () -> one.present().contains(key(2)));
    Await.until("2 and 3 meet", () -> two.present().contains(key(3)));
    assertThat(one.send(key(3), MessageClass.DATA, Bytes.utf8("x"))).isEqualTo(Sent.NOT_CONNECTED);
    assertThat(three.present()).doesNotContain(key(1));

    one.allow(members(3));
    Await.until("1 and 3 meet", () -> three.present().contains(key(1)));
    Await.until("1 and 3 meet", () -> one.present().contains(key(3)));
    one.allow(members(2));
    Await.until("3 leaves", () -> !three.present().contains(key(1)));
    assertThat(one.present()).containsExactly(key(2));
    var left = new Recorder.Notice(key(3), false, PeerError.NOT_ALLOWED.name());
    Await.until("the topic hears it", () -> recorder.notices.contains(left));
  }

  @Test
  void requestsAreAnsweredRefusedOrLate() throws Exception {
    Topic one = node(1).open("t", members(2), new Recorder());
    Topic two = node(2).open("t", members(2), (from, body) -> {}); // refuses requests by default
    Await.until("they meet", () -> one.present().contains(key(2)));
    Await.until("they meet", () -> two.present().contains(key(1)));
    assertThat(two.request(key(1), Bytes.utf8("echo"), Duration.ofSeconds(5)).get())
        .isEqualTo(Bytes.utf8("echo"));
    assertFails(PeerError.REFUSED, one.request(key(2), Bytes.EMPTY, Duration.ofSeconds(5)));
    assertFails(PeerError.NOT_CONNECTED, one.request(key(3), Bytes.EMPTY, Duration.ofSeconds(5)));
  }

  private static void assertFails(PeerError error, CompletableFuture<?> future) {
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void sizesAndNamesAreChecked() {
    PeerNode node = node(1);
    Topic topic = node.open("t", members(2), new Recorder());
    assertThatThrownBy(
            () -> topic.send(key(2), MessageClass.DATA, Bytes.of(new byte[Topic.MAX_BODY + 1])))
        .isInstanceOf(PeerException.class);
    assertThatThrownBy(() -> node.open("t", members(2), new Recorder()))
        .isInstanceOf(PeerException.class);
    assertThatThrownBy(() -> node.open("x".repeat(97), members(2), new Recorder()))
        .isInstanceOf(PeerException.class);
    assertThatThrownBy(() -> node.dial(new PeerAddress(key(1), List.of())))
        .isInstanceOf(PeerException.class);
    topic.close();
    assertThatThrownBy(() -> topic.send(key(2), MessageClass.DATA, Bytes.EMPTY))
        .isInstanceOf(PeerException.class);
    Await.until(
        "the name is free",
        () -> {
          try {
            node.open("t", members(2), new Recorder()).close();
            return true;
          } catch (PeerException e) {
            return false;
          }
        });
  }
}
