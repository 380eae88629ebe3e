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
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import dev.sluice.peer.wire.PeerLimits;
import dev.sluice.peer.zmq.CurveKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bad links and slow readers between real nodes. */
class FaultsTest {
  private static final String TOPIC = "channel/test/1";
  private final Net net = new Net();

  @AfterEach
  void close() {
    net.close();
  }

  /** Two nodes through a proxy; the first dials, as the second has the other's key only. */
  private final class Linked {
    final PeerNode a = net.node(Net.keys());
    final PeerNode b = net.node(Net.keys());
    final FaultyProxy proxy = net.proxy(b);
    final Recorder atA = new Recorder();
    final Recorder atB = new Recorder();
    final Topic onA = a.open(TOPIC, List.of(Net.through(b, proxy)), atA);
    final Topic onB = b.open(TOPIC, List.of(Net.hidden(a)), atB);

    Linked meet() {
      Await.until("they meet", () -> onA.present().contains(b.key()));
      Await.until("they meet", () -> onB.present().contains(a.key()));
      return this;
    }
  }

  @Test
  void aCutLinkIsNoticedAndComesBack() {
    var linked = new Linked().meet();
    for (int i = 0; i < 3; i++) {
      linked.proxy.cut();
      Await.until("A notices", () -> linked.onA.present().isEmpty());
      Await.until("it is back", () -> linked.onA.present().contains(linked.b.key()));
    }
    Await.until(
        "A's topic hears of all",
        () -> linked.atA.notices.stream().filter(n -> !n.connected()).count() == 3);
    assertThat(linked.atA.notices.stream().filter(n -> !n.connected()))
        .allSatisfy(n -> assertThat(n.reason()).isEqualTo("CUT"));
  }

  @Test
  void aHalfOpenLinkEndsInSilence() {
    var linked = new Linked().meet();
    linked.proxy.swallow = true;
    long start = System.nanoTime();
    Await.until("A notices", () -> linked.onA.present().isEmpty());
    Await.until("B notices", () -> linked.onB.present().isEmpty());
    Await.until("A's topic hears it", () -> linked.atA.notices.size() > 1);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    assertThat(seconds).isBetween(3L, 9L);
    assertThat(linked.atA.notices.get(1).reason()).isEqualTo("SILENT");
    linked.proxy.swallow = false;
    Await.until(
        "it is back", Duration.ofSeconds(30), () -> linked.onA.present().contains(linked.b.key()));
  }

  @Test
  void aLinkThatIsSlowAndLosesStillCarriesEverythingInOrder() {
    var linked = new Linked();
    linked.proxy.delayMillis = 200;
    linked.proxy.loss = 0.05;
    Await.until(
        "they meet",
        Duration.ofSeconds(40),
        () ->
            linked.onA.present().contains(linked.b.key())
                && linked.onB.present().contains(linked.a.key()));
    List<String> expected = IntStream.range(0, 500).mapToObj(n -> "m" + n).toList();
    for (String text : expected) {
      Await.until(
          "there is room",
          () ->
              linked.onA.send(linked.b.key(), MessageClass.DATA, Bytes.utf8(text)) == Sent.QUEUED);
    }
    Await.until("all came", Duration.ofSeconds(40), () -> linked.atB.count.get() == 500);
    assertThat(linked.atB.texts(linked.a.key())).isEqualTo(expected);
    Await.until(
        "the round trip shows",
        () -> linked.a.roundTrip(linked.b.key()).orElse(Duration.ZERO).toMillis() >= 400);
  }

  @Test
  void aSlowReaderIsRefusedMoreAndOthersAreNotHeldUp() {
    PeerNode a = net.node(Net.keys());
    PeerNode slow = net.node(Net.keys());
    PeerNode quick = net.node(Net.keys());
    var atSlow = new Recorder();
    var atQuick = new Recorder();
    atSlow.keep = false;
    atSlow.hold();
    Topic onA = a.open(TOPIC, List.of(Net.at(slow), Net.at(quick)), new Recorder());
    slow.open(TOPIC, List.of(Net.hidden(a)), atSlow);
    quick.open(TOPIC, List.of(Net.hidden(a)), atQuick);
    Await.until("they meet", () -> onA.present().size() == 2);
    Bytes body = Bytes.of(new byte[8_192]);
    long queued = 0;
    long refused = 0;
    for (int i = 0; i < 20_000; i++) {
      if (onA.send(slow.key(), MessageClass.DATA, body) == Sent.QUEUED) {
        queued++;
      } else {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    long bound = (PeerLimits.WINDOW + (4L << 20)) / 8_192 + 1;
    assertThat(queued).isLessThanOrEqualTo(bound);
    for (int i = 0; i < 1_000; i++) {
      Await.until(
          "room for the quick one",
          () -> onA.send(quick.key(), MessageClass.DATA, Bytes.utf8("x")) == Sent.QUEUED);
    }
    Await.until("the quick one has all", () -> atQuick.count.get() == 1_000);
    // It does not read, but lives: the session stays beyond the time of silence.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
    Await.until("time passes", () -> System.nanoTime() - until > 0);
    assertThat(onA.present()).contains(slow.key());
    atSlow.release();
    long all = queued;
    Await.until("the slow one has what was taken", () -> atSlow.count.get() == all);
    assertThat(onA.send(slow.key(), MessageClass.DATA, body)).isEqualTo(Sent.QUEUED);
  }

  @Test
  void aFullVoteQueueEndsTheSession() {
    var linked = new Linked().meet();
    linked.atB.keep = false;
    linked.atB.hold();
    Bytes body = Bytes.of(new byte[100_000]);
    Await.until(
        "the session ends",
        () -> linked.onA.send(linked.b.key(), MessageClass.VOTE, body) == Sent.NOT_CONNECTED);
    Await.until(
        "it is told",
        () ->
            linked.atA.notices.contains(
                new Recorder.Notice(linked.b.key(), false, PeerError.OVERLOADED.name())));
    linked.atB.release();
    Await.until("it comes back", () -> linked.onA.present().contains(linked.b.key()));
  }

  @Test
  void longAnswersComeInPartsAsFastAsTheyAreTaken() throws Exception {
    PeerNode a = net.node(Net.keys());
    PeerNode b = net.node(Net.keys());
    Topic onA = a.open(TOPIC, List.of(Net.at(b)), new Recorder());
    var given = new java.util.concurrent.atomic.AtomicInteger();
    b.open(
        TOPIC,
        List.of(Net.hidden(a)),
        new TopicHandler() {
          @Override
          public void message(PeerKey from, Bytes body) {}

          @Override
          public void request(PeerKey from, Bytes body, dev.sluice.peer.api.Responder responder) {
            next(responder, 0);
          }

          private void next(dev.sluice.peer.api.Responder responder, int number) {
            given.set(number);
            if (number == 50) {
              responder.end(Bytes.utf8("end"));
            } else {
              byte[] part = new byte[200_000];
              part[0] = (byte) number;
              var unused =
                  responder.part(Bytes.of(part)).thenRun(() -> next(responder, number + 1));
            }
          }
        });
    Await.until("they meet", () -> onA.present().contains(b.key()));
    List<Integer> seen = new ArrayList<>();
    var gate = new java.util.concurrent.Semaphore(0);
    CompletableFuture<Void> all =
        onA.stream(
            b.key(),
            Bytes.utf8("all"),
            Duration.ofSeconds(20),
            part -> {
              gate.acquireUninterruptibly();
              seen.add((int) part.get(0));
            });
    Await.until("some are under way", () -> given.get() >= 1);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    Await.until("time passes", () -> System.nanoTime() - until > 0);
    assertThat(given.get()).as("parts given beyond those taken").isLessThan(Topic.PARTS_AHEAD);
    gate.release(1_000);
    all.get(20, TimeUnit.SECONDS);
    assertThat(seen).hasSize(51);
    assertThat(seen.subList(0, 50)).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void requestsFailWhenTheAnswererIsLateOrGone() {
    var linked = new Linked();
    var silent = new java.util.concurrent.CopyOnWriteArrayList<dev.sluice.peer.api.Responder>();
    Topic mute =
        linked.b.open(
            "mute",
            List.of(Net.hidden(linked.a)),
            new TopicHandler() {
              @Override
              public void message(PeerKey from, Bytes body) {}

              @Override
              public void request(
                  PeerKey from, Bytes body, dev.sluice.peer.api.Responder responder) {
                silent.add(responder);
              }
            });
    Topic asker =
        linked.a.open("mute", List.of(Net.through(linked.b, linked.proxy)), new Recorder());
    Await.until("they meet", () -> asker.present().contains(linked.b.key()));
    Await.until("they meet", () -> mute.present().contains(linked.a.key()));
    assertFails(
        PeerError.TIMEOUT, asker.request(linked.b.key(), Bytes.EMPTY, Duration.ofMillis(300)));
    Await.until("the answerer hears", () -> silent.get(0).cancelled());
    CompletableFuture<Bytes> given =
        asker.request(linked.b.key(), Bytes.EMPTY, Duration.ofSeconds(30));
    Await.until("it is asked", () -> silent.size() == 2);
    given.cancel(false);
    Await.until("the answerer hears", () -> silent.get(1).cancelled());
    CompletableFuture<Bytes> cut =
        asker.request(linked.b.key(), Bytes.EMPTY, Duration.ofSeconds(30));
    Await.until("it is asked", () -> silent.size() == 3);
    linked.proxy.cut();
    assertFails(PeerError.NOT_CONNECTED, cut);
    Await.until("they meet again", () -> asker.present().contains(linked.b.key()));
    List<CompletableFuture<Bytes>> many = new ArrayList<>();
    for (int i = 0; i < Topic.MAX_REQUESTS; i++) {
      many.add(asker.request(linked.b.key(), Bytes.EMPTY, Duration.ofSeconds(30)));
    }
    assertFails(
        PeerError.OVERLOADED, asker.request(linked.b.key(), Bytes.EMPTY, Duration.ofSeconds(30)));
    asker.close();
    many.forEach(each -> assertFails(PeerError.CLOSED, each));
  }

  private static void assertFails(PeerError error, CompletableFuture<?> future) {
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  /** What a channel does when a path is broken: a third member passes frames on. */
  @Test
  void aThirdNodePassesFramesOnWhileALinkIsBroken() {
    List<CurveKeys> keys = Net.ordered(3);
    PeerNode a = net.node(keys.get(0));
    PeerNode b = net.node(keys.get(1));
    PeerNode r = net.node(keys.get(2));
    FaultyProxy broken = net.proxy(b);
    broken.refuse = true;
    var atB = new Recorder();
    var relayTopic = new CompletableFuture<Topic>();
    Topic onR =
        r.open(
            TOPIC,
            List.of(Net.at(a), Net.at(b)),
            (from, body) -> {
              PeerKey target = new PeerKey(Bytes.copyOfRange(body.toArray(), 0, PeerKey.LENGTH));
              relayTopic
                  .join()
                  .send(
                      target,
                      MessageClass.VOTE,
                      Bytes.copyOfRange(body.toArray(), PeerKey.LENGTH, body.length()));
            });
    relayTopic.complete(onR);
    Topic onA = a.open(TOPIC, List.of(Net.through(b, broken), Net.at(r)), new Recorder());
    b.open(TOPIC, List.of(new PeerAddress(a.key(), List.of()), Net.at(r)), atB);
    Await.until("the relay has both", () -> onR.present().size() == 2);
    Await.until("A has the relay", () -> onA.present().contains(r.key()));
    assertThat(onA.send(b.key(), MessageClass.VOTE, Bytes.utf8("x"))).isEqualTo(Sent.NOT_CONNECTED);
    byte[] wrapped = new byte[PeerKey.LENGTH + 2];
    b.key().bytes().copyTo(wrapped, 0);
    Bytes.utf8("hi").copyTo(wrapped, PeerKey.LENGTH);
    assertThat(onA.send(r.key(), MessageClass.VOTE, Bytes.of(wrapped))).isEqualTo(Sent.QUEUED);
    Await.until("it came", () -> atB.count.get() == 1);
    assertThat(atB.texts(r.key())).containsExactly("hi");
  }
}
