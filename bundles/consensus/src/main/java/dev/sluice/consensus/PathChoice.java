/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import java.util.function.IntUnaryOperator;

/** Which way to the leader is fastest, with hysteresis (section 9.3). Indexes are of one set. */
final class PathChoice {
  /** No relay. */
  static final int DIRECT = -1;

  /** A delay that is not known. */
  static final int UNKNOWN = 0;

  private static final long FAR = Long.MAX_VALUE / 4;
  private static final long MIN_GAIN_MICROS = 2000;
  private static final int IN_A_ROW = 3;

  private int path = DIRECT;
  private int candidate = DIRECT;
  private int better;

  /** The way that is used now: a relay's index, or {@link #DIRECT}. */
  int path() {
    return path;
  }

  void reset() {
    path = DIRECT;
    candidate = DIRECT;
    better = 0;
  }

  /**
   * Looks at the delays again, once per heartbeat.
   *
   * @param n size of the set
   * @param self own index
   * @param leader the leader's
   * @param fromSelf microseconds from this member to a peer
   * @param toLeader microseconds from a peer to the leader, as it says
   * @param broken whether the present path has missed three heartbeats
   */
  void look(
      int n,
      int self,
      int leader,
      IntUnaryOperator fromSelf,
      IntUnaryOperator toLeader,
      boolean broken) {
    int best = DIRECT;
    long bestCost = FAR;
    for (int relay = DIRECT; relay < n; relay++) {
      if (relay == self || relay == leader || (broken && relay == path)) {
        continue;
      }
      long cost = cost(relay, leader, fromSelf, toLeader);
      if (cost < bestCost) {
        best = relay;
        bestCost = cost;
      }
    }
    if (best == path || bestCost >= FAR) {
      better = 0;
      return;
    }
    if (broken) {
      change(best);
      return;
    }
    long present = cost(path, leader, fromSelf, toLeader);
    boolean worthwhile =
        present >= FAR || (bestCost * 5 < present * 4 && bestCost + MIN_GAIN_MICROS <= present);
    better = worthwhile ? (best == candidate ? better + 1 : 1) : 0;
    candidate = best;
    if (better >= IN_A_ROW) {
      change(best);
    }
  }

  private void change(int next) {
    path = next;
    better = 0;
  }

  static long cost(int relay, int leader, IntUnaryOperator fromSelf, IntUnaryOperator toLeader) {
    if (relay == DIRECT) {
      return known(fromSelf.applyAsInt(leader));
    }
    return Math.min(FAR, known(fromSelf.applyAsInt(relay)) + known(toLeader.applyAsInt(relay)));
  }

  private static long known(int micros) {
    return micros == UNKNOWN ? FAR : micros;
  }
}
