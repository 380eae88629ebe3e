/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.wire.FrameCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Two sessions joined by two lines that a test empties as it likes. */
final class SessionPair {
  static final PeerKey ONE = key(1);
  static final PeerKey TWO = key(2);

  final Session one;
  final Session two;
  final ArrayDeque<byte[]> toTwo = new ArrayDeque<>();
  final ArrayDeque<byte[]> toOne = new ArrayDeque<>();
  final List<Output> atOne = new ArrayList<>();
  final List<Output> atTwo = new ArrayList<>();
  Moment now = new Moment(1_000_000, 1_700_000_000_000L);

  SessionPair(Set<String> topicsOfOne, Set<String> topicsOfTwo) {
    one = new Session(identity(ONE, "test", 1, 1), TWO, topicsOfOne);
    two = new Session(identity(TWO, "test", 1, 1), ONE, topicsOfTwo);
  }

  static PeerKey key(int number) {
    byte[] bytes = new byte[PeerKey.LENGTH];
    bytes[PeerKey.LENGTH - 1] = (byte) number;
    return new PeerKey(Bytes.of(bytes));
  }

  static Identity identity(PeerKey key, String network, int lowest, int highest) {
    byte[] boot = new byte[16];
    boot[0] = key.bytes().get(PeerKey.LENGTH - 1);
    return new Identity(key, Bytes.of(boot), network, "test", lowest, highest);
  }

  void startBoth() {
    first(one.start(now));
    second(two.start(now));
  }

  void first(List<Output> outputs) {
    route(outputs, toTwo, atOne);
  }

  void second(List<Output> outputs) {
    route(outputs, toOne, atTwo);
  }

  private static void route(List<Output> outputs, ArrayDeque<byte[]> line, List<Output> seen) {
    for (Output output : outputs) {
      if (output instanceof Output.Send send) {
        line.add(FrameCodec.encode(send.frame()));
      } else {
        seen.add(output);
      }
    }
  }

  /** Delivers everything until nothing is under way. */
  void settle() {
    while (!toOne.isEmpty() || !toTwo.isEmpty()) {
      if (!toTwo.isEmpty()) {
        second(two.frame(toTwo.remove(), now));
      }
      if (!toOne.isEmpty()) {
        first(one.frame(toOne.remove(), now));
      }
    }
  }

  void pass(long micros) {
    now = new Moment(now.micros() + micros, now.millis() + micros / 1_000);
  }
}
