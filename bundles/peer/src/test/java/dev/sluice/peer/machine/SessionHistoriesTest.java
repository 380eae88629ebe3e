/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random histories of two sessions: topics come and go, frames wait on the line, junk is mixed in.
 */
class SessionHistoriesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  /** Both sides agree in the end on the topics that both have open, and messages keep order. */
  @Test
  void sidesAgreeOnTopics() {
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      Set<String> openAtOne = new TreeSet<>();
      Set<String> openAtTwo = new TreeSet<>();
      var pair = new SessionPair(Set.of(), Set.of());
      pair.startBoth();
      int sent = 0;
      for (int step = 0; step < 300; step++) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(8)) {
          case 0 -> {
            openAtOne.add(name);
            pair.first(pair.one.allow(name));
          }
          case 1 -> {
            openAtOne.remove(name);
            pair.first(pair.one.disallow(name));
          }
          case 2 -> {
            openAtTwo.add(name);
            pair.second(pair.two.allow(name));
          }
          case 3 -> {
            openAtTwo.remove(name);
            pair.second(pair.two.disallow(name));
          }
          case 4 -> {
            int number = pair.one.number(name);
            if (number >= 0) {
              pair.toTwo.add(
                  FrameCodec.encode(new Frame.Data(number, Bytes.utf8(name + " " + sent++))));
            }
          }
          case 5, 6 -> {
            if (!pair.toTwo.isEmpty()) {
              pair.second(pair.two.frame(pair.toTwo.remove(), pair.now));
            }
          }
          default -> {
            if (!pair.toOne.isEmpty()) {
              pair.first(pair.one.frame(pair.toOne.remove(), pair.now));
            }
          }
        }
      }
      pair.settle();
      Set<String> both = new TreeSet<>(openAtOne);
      both.retainAll(openAtTwo);
      assertThat(pair.one.topics()).as("seed %s", seed).isEqualTo(both);
      assertThat(pair.two.topics()).as("seed %s", seed).isEqualTo(both);
      assertNoFault(pair.atOne, seed);
      assertNoFault(pair.atTwo, seed);
      int last = -1;
      for (Output output : pair.atTwo) {
        if (output instanceof Output.Message message) {
          String[] parts = message.body().toUtf8().split(" ", -1);
          assertThat(message.topic()).isEqualTo(parts[0]);
          assertThat(Integer.parseInt(parts[1])).isGreaterThan(last);
          last = Integer.parseInt(parts[1]);
        }
      }
    }
  }

  private static void assertNoFault(List<Output> outputs, int seed) {
    assertThat(outputs).as("seed %s", seed).noneMatch(Output.Fault.class::isInstance);
    assertThat(outputs).as("seed %s", seed).noneMatch(Output.Ended.class::isInstance);
  }

  /** Junk on the line never breaks the machine, and what it says stays in order. */
  @Test
  void junkNeverBreaksASession() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var pair = new SessionPair(Set.copyOf(NAMES), Set.copyOf(NAMES));
      pair.startBoth();
      pair.settle();
      boolean ended = false;
      for (int step = 0; step < 200; step++) {
        byte[] bytes = new byte[random.nextInt(60) + 1];
        random.nextBytes(bytes);
        bytes[0] = (byte) random.nextInt(15);
        if (random.nextInt(4) == 0) {
          bytes = Arrays.copyOf(FrameCodec.encode(new Frame.Window(random.nextInt(9))), 9);
        }
        List<Output> outputs = pair.two.frame(bytes, pair.now);
        for (Output output : outputs) {
          assertThat(ended).as("nothing comes after the end").isFalse();
          ended = output instanceof Output.Ended;
        }
        pair.pass(10_000);
        if (!ended) {
          for (Output output : pair.two.tick(pair.now)) {
            ended |= output instanceof Output.Ended;
          }
        }
        assertThat(pair.two.isEnded()).isEqualTo(ended);
        assertThat(pair.two.waiting()).isNotNegative();
      }
    }
  }
}
