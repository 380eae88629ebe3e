/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import dev.sluice.peer.wire.PeerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionTest {
  private final SessionPair pair = new SessionPair(Set.of("a", "b"), Set.of("b", "c"));

  private static Optional<PeerError> end(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.Ended.class::isInstance)
        .map(output -> ((Output.Ended) output).error())
        .findFirst();
  }

  @Test
  void twoOpensMakeASessionWithTheTopicsOfBoth() {
    pair.startBoth();
    pair.settle();
    assertThat(pair.one.isOpen()).isTrue();
    assertThat(pair.two.isOpen()).isTrue();
    assertThat(pair.one.topics()).containsExactly("b");
    assertThat(pair.atOne).contains(new Output.Opened(), new Output.Joined("b"));
    assertThat(pair.one.roundTrip().smoothed()).contains(Duration.ZERO);
  }

  static Stream<Arguments> misfits() {
    PeerKey two = SessionPair.TWO;
    return Stream.of(
        Arguments.of(SessionPair.identity(two, "other", 1, 1), PeerError.NETWORK),
        Arguments.of(SessionPair.identity(two, "test", 2, 3), PeerError.VERSION),
        Arguments.of(SessionPair.identity(two, "test", 0, 0), PeerError.VERSION),
        Arguments.of(
            SessionPair.identity(SessionPair.key(9), "test", 1, 1), PeerError.KEY_MISMATCH),
        Arguments.of(
            new Identity(
                two,
                SessionPair.identity(SessionPair.ONE, "test", 1, 1).boot(),
                "test",
                "test",
                1,
                1),
            PeerError.SELF));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void opensThatDoNotFitEndTheSessionOnBothSides(Identity other, PeerError expected) {
    var here =
        new Session(SessionPair.identity(SessionPair.ONE, "test", 1, 1), SessionPair.TWO, Set.of());
    var there = new Session(other, SessionPair.ONE, Set.of());
    here.start(pair.now);
    byte[] open = FrameCodec.encode(((Output.Send) there.start(pair.now).get(0)).frame());
    List<Output> outputs = here.frame(open, pair.now);
    assertThat(end(outputs)).contains(expected);
    Output.Send bye =
        (Output.Send) outputs.stream().filter(Output.Send.class::isInstance).findFirst().get();
    List<Output> told = there.frame(FrameCodec.encode(bye.frame()), pair.now);
    assertThat(end(told)).contains(expected);
    if (expected == PeerError.VERSION) {
      assertThat(((Frame.Bye) bye.frame()).detail().toUtf8()).contains("1 to 1", "yours");
    }
  }

  @Test
  void silenceEndsASessionAndAnyFrameIsASignOfLife() {
    pair.startBoth();
    pair.settle();
    pair.pass(Session.SILENCE_MICROS - 1);
    assertThat(end(pair.one.tick(pair.now))).isEmpty();
    pair.first(
        pair.one.frame(FrameCodec.encode(new Frame.Window(0)), pair.now)); // any frame at all
    pair.pass(Session.SILENCE_MICROS - 1);
    assertThat(end(pair.one.tick(pair.now))).isEmpty();
    pair.pass(1);
    assertThat(end(pair.one.tick(pair.now))).contains(PeerError.SILENT);
    assertThat(pair.one.isEnded()).isTrue();
  }

  @Test
  void roundTripsAreMeasuredAndInventedPongsAreNot() {
    pair.startBoth();
    pair.settle();
    pair.pass(Session.PING_MICROS);
    pair.first(pair.one.tick(pair.now));
    byte[] ping = pair.toTwo.remove();
    pair.pass(50_000);
    pair.second(pair.two.frame(ping, pair.now));
    pair.pass(30_000);
    pair.settle();
    assertThat(pair.one.roundTrip().smoothed()).contains(Duration.ofMillis(10)); // 80 ms / 8
    pair.first(pair.one.frame(FrameCodec.encode(new Frame.Pong(2, 5, 0)), pair.now));
    pair.first(pair.one.frame(FrameCodec.encode(new Frame.Pong(77, 5, 0)), pair.now));
    pair.first(
        pair.one.frame(FrameCodec.encode(new Frame.Pong(2, pair.now.micros() + 9, 0)), pair.now));
    assertThat(pair.one.roundTrip().smoothed().orElseThrow()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void framesOnATopicThatWasNeverOpenAreFaultsAndLateOnesAreNot() {
    pair.startBoth();
    pair.settle();
    byte[] unknown = FrameCodec.encode(new Frame.Data(77, Bytes.utf8("x")));
    assertThat(pair.two.frame(unknown, pair.now))
        .anySatisfy(
            o ->
                assertThat(o)
                    .isInstanceOfSatisfying(
                        Output.Fault.class,
                        f -> assertThat(f.error()).isEqualTo(PeerError.MALFORMED)));
    int numberOfA = 1; // names are opened in order, and "c" of two is unknown to one
    byte[] notAllowed = FrameCodec.encode(new Frame.Data(numberOfA, Bytes.utf8("x")));
    assertThat(pair.two.frame(notAllowed, pair.now))
        .anySatisfy(
            o ->
                assertThat(o)
                    .isInstanceOfSatisfying(
                        Output.Fault.class,
                        f -> assertThat(f.error()).isEqualTo(PeerError.NOT_ALLOWED)));
    int numberOfB = pair.one.number("b");
    pair.second(pair.two.disallow("b"));
    byte[] late = FrameCodec.encode(new Frame.Data(numberOfB, Bytes.utf8("x")));
    assertThat(pair.two.frame(late, pair.now))
        .containsExactly(new Output.Dropped(FrameCodec.cost(late.length)));
    pair.settle();
    assertThat(pair.one.topics()).isEmpty();
    pair.second(pair.two.allow("b"));
    pair.settle();
    assertThat(pair.one.topics()).containsExactly("b");
    assertThat(pair.two.topics()).containsExactly("b");
  }

  @Test
  void whoOverrunsTheWindowIsEnded() {
    pair.startBoth();
    pair.settle();
    byte[] frame =
        FrameCodec.encode(new Frame.Data(pair.one.number("b"), Bytes.of(new byte[500_000])));
    int fit = PeerLimits.WINDOW / FrameCodec.cost(frame.length);
    for (int i = 0; i < fit; i++) {
      assertThat(end(pair.two.frame(frame, pair.now))).isEmpty();
    }
    assertThat(end(pair.two.frame(frame, pair.now))).contains(PeerError.OVERLOADED);
  }

  @Test
  void whatIsTakenIsTold() {
    pair.startBoth();
    pair.settle();
    byte[] frame =
        FrameCodec.encode(new Frame.Data(pair.one.number("b"), Bytes.of(new byte[500_000])));
    pair.two.frame(frame, pair.now);
    pair.two.frame(frame, pair.now);
    assertThat(pair.two.give(FrameCodec.cost(frame.length))).isEmpty();
    assertThat(pair.two.give(FrameCodec.cost(frame.length)))
        .containsExactly(new Output.Send(new Frame.Window(2L * FrameCodec.cost(frame.length))));
  }
}
