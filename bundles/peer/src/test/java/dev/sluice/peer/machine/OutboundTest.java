/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.machine.Outbound.Offer;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import dev.sluice.peer.wire.PeerLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundTest {
  private final Outbound outbound = new Outbound();

  private static byte[] data(int size) {
    return FrameCodec.encode(new Frame.Data(1, Bytes.of(new byte[size])));
  }

  @Test
  void classesLeaveInOrder() {
    byte[] bulk = data(1);
    byte[] data = data(2);
    byte[] vote = data(3);
    byte[] control = FrameCodec.encode(new Frame.Ping(1, 1));
    outbound.offer(MessageClass.BULK, bulk);
    outbound.offer(MessageClass.DATA, data);
    outbound.offer(MessageClass.VOTE, vote);
    outbound.control(control);
    assertThat(outbound.next()).containsSame(control);
    assertThat(outbound.next()).containsSame(vote);
    assertThat(outbound.next()).containsSame(data);
    assertThat(outbound.next()).containsSame(bulk);
    assertThat(outbound.next()).isEmpty();
  }

  @Test
  void boundsHoldForEachClassAlone() {
    for (int i = 0; i < 16; i++) {
      assertThat(outbound.offer(MessageClass.BULK, data(9))).isEqualTo(Offer.TAKEN);
    }
    assertThat(outbound.offer(MessageClass.BULK, data(9))).isEqualTo(Offer.FULL);
    for (int i = 0; i < 256; i++) {
      assertThat(outbound.offer(MessageClass.VOTE, data(9))).isEqualTo(Offer.TAKEN);
    }
    assertThat(outbound.offer(MessageClass.VOTE, data(9))).isEqualTo(Offer.FULL);
    for (int i = 0; i < 8; i++) {
      assertThat(outbound.offer(MessageClass.DATA, data(500_000))).isEqualTo(Offer.TAKEN);
    }
    assertThat(outbound.offer(MessageClass.DATA, data(500_000))).isEqualTo(Offer.FULL);
    assertThat(outbound.refused()).isEqualTo(3);
    outbound.end();
    assertThat(outbound.offer(MessageClass.DATA, data(1))).isEqualTo(Offer.ENDED);
    assertThat(outbound.next()).isEmpty();
  }

  @Test
  void theWindowStopsAllButControl() {
    byte[] large = data(500_000);
    int fit = PeerLimits.WINDOW / FrameCodec.cost(large.length);
    for (int i = 0; i < fit + 1; i++) {
      outbound.offer(MessageClass.VOTE, large);
    }
    for (int i = 0; i < fit; i++) {
      assertThat(outbound.next()).isPresent();
    }
    assertThat(outbound.next()).isEmpty();
    outbound.control(FrameCodec.encode(new Frame.Ping(1, 1)));
    assertThat(outbound.next()).isPresent();
    assertThat(outbound.taken(FrameCodec.cost(large.length) + 1L)).isTrue();
    assertThat(outbound.taken(1)).as("never back").isFalse();
    assertThat(outbound.taken(PeerLimits.WINDOW * 2L)).as("never more than sent").isFalse();
    assertThat(outbound.next()).isPresent();
  }

  @Test
  void randomHistoriesStayWithinBounds() {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      var queues = new Outbound();
      Map<MessageClass, Integer> waiting = new EnumMap<>(MessageClass.class);
      long underWay = 0;
      long taken = 0;
      for (int step = 0; step < 1_000; step++) {
        MessageClass urgency = List.of(MessageClass.values()).get(random.nextInt(3));
        int size = random.nextInt(3) == 0 ? random.nextInt(400_000) : random.nextInt(300);
        switch (random.nextInt(3)) {
          case 0 -> {
            if (queues.offer(urgency, data(size)) == Offer.TAKEN) {
              waiting.merge(urgency, 1, Integer::sum);
            }
          }
          case 1 -> {
            Optional<byte[]> next = queues.next();
            underWay += next.map(frame -> FrameCodec.cost(frame.length)).orElse(0);
          }
          default -> {
            long some = random.nextInt(1_000_000);
            if (queues.taken(taken + some)) {
              taken += some;
              underWay -= some;
            } else {
              assertThat(some).isGreaterThan(underWay);
            }
          }
        }
        assertThat(queues.underWay()).isEqualTo(underWay).isBetween(0L, (long) PeerLimits.WINDOW);
        assertThat(queues.waitingBytes()).isLessThanOrEqualTo((8L + 4 + 8) << 20);
      }
      assertThat(waiting).hasSize(3);
    }
  }
}
