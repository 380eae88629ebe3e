/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.object.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames between nodes: delayed, reordered, lost, sent twice, cut off. */
final class Network {
  private static final int ENCODE_ONE_IN = 64;
  private static final int USUAL_SIZE = 512;

  private final World world;
  private final Map<Key, List<SimNode>> nodes = new HashMap<>();
  private final Map<Integer, Long> slow = new HashMap<>();
  private final Map<Integer, Long> dawdling = new HashMap<>();
  private final long minDelay;
  private final long spread;
  private double loss;
  private double duplicates;
  private long partition;
  private boolean partitioned;

  Network(World world) {
    this.world = world;
    minDelay = world.between(1, 10);
    spread = world.between(0, world.chance(0.2) ? 60 : 8);
  }

  void add(SimNode node) {
    nodes.computeIfAbsent(node.peerKey, k -> new ArrayList<>()).add(node);
  }

  void setLoss(double loss, double duplicates) {
    this.loss = loss;
    this.duplicates = duplicates;
  }

  /** Nodes whose bits differ do not hear each other. */
  void partition(long sides) {
    partition = sides;
    partitioned = true;
    world.count(Counter.PARTITIONS);
  }

  void heal() {
    partitioned = false;
    loss = 0;
    duplicates = 0;
    slow.clear();
  }

  void setSlow(int node, long delay) {
    slow.put(node, delay);
  }

  /** What a liar sends takes this much longer, for good. */
  void setDawdling(int node, long delay) {
    dawdling.put(node, delay);
  }

  private boolean separates(SimNode from, SimNode to) {
    return partitioned && ((partition >>> from.number ^ partition >>> to.number) & 1) == 1;
  }

  void send(SimNode from, Key key, PeerFrame frame) {
    for (SimNode to : nodes.getOrDefault(key, List.of())) {
      boolean itself = from.number == to.number; // a twin: nobody has a session with its own key
      if (itself || separates(from, to) || !from.reaches(to) || !to.reaches(from)) {
        continue;
      }
      if (loss > 0 && world.chance(loss)) {
        world.count(Counter.LOST);
        continue;
      }
      deliver(from, to, frame);
      if (duplicates > 0 && world.chance(duplicates)) {
        world.count(Counter.DUPLICATED);
        deliver(from, to, frame);
      }
    }
  }

  private void deliver(SimNode from, SimNode to, PeerFrame frame) {
    long delay =
        minDelay
            + (spread == 0 ? 0 : world.random.nextLong(spread + 1))
            + slow.getOrDefault(from.number, 0L)
            + dawdling.getOrDefault(from.number, 0L)
            + slow.getOrDefault(to.number, 0L);
    world.later(
        delay,
        () -> {
          if (to.isUp()) {
            world.count(Counter.DELIVERED);
            world.mark(
                from.number << 8 ^ to.number ^ frame.message().getClass().getName().hashCode());
            to.receive(from.peerKey, checked(frame));
          }
        });
  }

  /** Now and then a frame goes through its encoding, so that layouts are part of the test. */
  private PeerFrame checked(PeerFrame frame) {
    if (world.random.nextInt(ENCODE_ONE_IN) != 0) {
      return frame;
    }
    return PeerFrame.decode(frame.encode());
  }

  static int size() {
    return USUAL_SIZE;
  }
}
