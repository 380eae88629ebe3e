/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Connector.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final Endpoint HERE = Endpoint.parse("127.0.0.1:1001");
  private static final Endpoint THERE = Endpoint.parse("[::1]:1002");
  private final PeerKey key = SessionPair.key(5);
  private final Connector connector = new Connector(new Random(1));
  private Moment now = new Moment(0, 0);

  private void pass(long micros) {
    now = new Moment(now.micros() + micros, 0);
  }

  private List<Step> tick() {
    return connector.tick(now, k -> false);
  }

  @Test
  void endpointsAreDialledInTurnWithGrowingPauses() {
    connector.want(key, List.of(HERE, THERE));
    long pause = Connector.FIRST_BACKOFF_MICROS;
    for (int i = 0; i < 12; i++) {
      assertThat(tick())
          .containsExactly(new Step.Dial(key, Optional.of(i % 2 == 0 ? HERE : THERE)));
      assertThat(tick()).isEmpty();
      connector.ended(key, PeerError.UNREACHABLE, now);
      pass(pause - 1);
      assertThat(tick()).isEmpty();
      pass(pause / 4 + 1);
      pause = Math.min(Connector.MAX_BACKOFF_MICROS, pause * 2);
    }
  }

  @Test
  void anIncomingSessionEndsTheDialling() {
    connector.want(key, List.of(HERE));
    tick();
    connector.opened(key, now);
    assertThat(connector.state(key)).isEqualTo(KnownPeer.State.OPEN);
    pass(100_000_000);
    assertThat(tick()).isEmpty();
    assertThat(connector.unwant(key)).containsExactly(new Step.Drop(key));
    connector.ended(key, PeerError.UNWANTED, now);
    assertThat(connector.keys()).isEmpty();
  }

  @Test
  void aStableSessionMakesThePauseShortAgain() {
    connector.want(key, List.of(HERE));
    for (int i = 0; i < 6; i++) {
      tick();
      connector.ended(key, PeerError.UNREACHABLE, now);
      pass(Connector.MAX_BACKOFF_MICROS * 2);
    }
    tick();
    connector.opened(key, now);
    pass(Connector.STABLE_MICROS);
    connector.ended(key, PeerError.CUT, now);
    pass(Connector.FIRST_BACKOFF_MICROS * 5 / 4);
    assertThat(tick()).hasSize(1);
  }

  @Test
  void versionAndNetworkAndBanWaitLong() {
    for (PeerError why : List.of(PeerError.VERSION, PeerError.NETWORK, PeerError.BANNED)) {
      var one = new Connector(new Random(2));
      one.want(key, List.of(HERE));
      one.tick(now, k -> false);
      one.ended(key, why, now);
      assertThat(one.failure(key)).contains(why);
      pass(Connector.LONG_BACKOFF_MICROS - 1);
      assertThat(one.tick(now, k -> false)).isEmpty();
      pass(Connector.LONG_BACKOFF_MICROS / 4 + 1);
      assertThat(one.tick(now, k -> false)).hasSize(1);
    }
  }

  @Test
  void nodesOfTheProcessNeedNoEndpoint() {
    connector.want(key, List.of());
    assertThat(tick()).isEmpty();
    assertThat(connector.tick(now, k -> true))
        .containsExactly(new Step.Dial(key, Optional.empty()));
  }

  /** Whatever happens, dials are bounded, and a wanted node is dialled again in the end. */
  @Test
  void randomHistoriesKeepTheRules() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var machine = new Connector(random);
      Set<PeerKey> under = new HashSet<>();
      Set<PeerKey> open = new HashSet<>();
      Set<PeerKey> wanted = new HashSet<>();
      for (int step = 0; step < 600; step++) {
        PeerKey who = SessionPair.key(random.nextInt(40) + 1);
        switch (random.nextInt(7)) {
          case 0, 1 -> {
            machine.want(who, List.of(HERE));
            wanted.add(who);
          }
          case 2 -> {
            wanted.remove(who);
            for (Step each : machine.unwant(who)) {
              if (open.remove(((Step.Drop) each).key())) {
                machine.ended(who, PeerError.UNWANTED, now);
              }
            }
          }
          case 3 -> {
            machine.opened(who, now);
            open.add(who);
            under.remove(who);
          }
          case 4 -> {
            if (open.remove(who) || under.remove(who)) {
              machine.ended(who, PeerError.CUT, now);
            }
          }
          default -> {
            pass(random.nextInt(3_000_000));
            for (Step each : machine.tick(now, k -> false)) {
              PeerKey dialled = ((Step.Dial) each).key();
              assertThat(wanted).contains(dialled);
              assertThat(open).doesNotContain(dialled);
              assertThat(under.add(dialled)).as("one dial at a time").isTrue();
            }
            assertThat(under).hasSizeLessThanOrEqualTo(Connector.MAX_DIALS);
          }
        }
      }
      for (int i = 0; i < 200; i++) {
        List.copyOf(under).forEach(each -> machine.opened(each, now));
        open.addAll(under);
        under.clear();
        pass(1_000_000);
        machine.tick(now, k -> false).forEach(each -> under.add(((Step.Dial) each).key()));
      }
      assertThat(open).as("seed %s", seed).containsAll(wanted);
    }
  }
}
