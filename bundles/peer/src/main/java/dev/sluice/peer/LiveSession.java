/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.link.Link;
import dev.sluice.peer.machine.Exchanges;
import dev.sluice.peer.machine.Outbound;
import dev.sluice.peer.machine.Session;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session with its connection and queues. The machine and the link belong to the node's thread;
 * queues, exchanges and numbers are for all threads.
 */
final class LiveSession {
  private static final long GIVE_STEP = 128 * 1024;

  final Session machine;
  final Link link;
  final Outbound outbound = new Outbound();
  final Exchanges exchanges = new Exchanges();
  final Map<Long, PartResponder> responders = new ConcurrentHashMap<>();
  final AtomicBoolean dirty = new AtomicBoolean();
  volatile boolean dead;
  private final Node node;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicLong given = new AtomicLong();
  private Instant since = Instant.EPOCH;
  private long framesIn;
  private long bytesIn;
  private long faults;

  LiveSession(Node node, Session machine, Link link) {
    this.node = node;
    this.machine = machine;
    this.link = link;
  }

  PeerKey key() {
    return machine.key();
  }

  /** The own number of a topic that both are on; -1 if they are not. */
  int number(String topic) {
    return dead ? -1 : numbers.getOrDefault(topic, -1);
  }

  void joined(String topic) {
    numbers.put(topic, machine.number(topic));
  }

  void left(String topic) {
    numbers.remove(topic);
  }

  void opened(Instant now) {
    since = now;
  }

  void counted(int bytes) {
    framesIn++;
    bytesIn += bytes;
  }

  void fault() {
    faults++;
  }

  /** Queues a frame of a class; a full vote queue ends the session. */
  Outbound.Offer offer(MessageClass urgency, Frame frame) {
    Outbound.Offer offer = outbound.offer(urgency, FrameCodec.encode(frame));
    if (offer == Outbound.Offer.TAKEN) {
      node.dirty(this);
    } else if (offer == Outbound.Offer.FULL && urgency == MessageClass.VOTE) {
      node.overrun(this);
    }
    return offer;
  }

  /** Queues a control frame; a full queue ends the session. */
  void control(Frame frame) {
    Outbound.Offer offer = outbound.control(FrameCodec.encode(frame));
    if (offer == Outbound.Offer.TAKEN) {
      node.dirty(this);
    } else if (offer == Outbound.Offer.FULL) {
      node.overrun(this);
    }
  }

  /** A receiver took frames of this cost. */
  void give(int cost) {
    if (given.addAndGet(cost) >= GIVE_STEP) {
      long all = given.getAndSet(0);
      if (all > 0) {
        node.post(() -> node.handle(this, machine.give(all)));
      }
    }
  }

  /** Whether one more request of the other side may be open. */
  boolean mayAsk() {
    return responders.size() < Topic.MAX_REQUESTS;
  }

  /** What is shown of it. On the node's thread. */
  PeerSession shown() {
    return new PeerSession(
        key(),
        link.path(),
        link.remote(),
        machine.version(),
        machine.software(),
        since,
        machine.roundTrip().smoothed(),
        machine.roundTrip().variation(),
        Duration.ofMillis(machine.clockDifferenceMillis()),
        Set.copyOf(machine.topics()),
        outbound.depths(),
        outbound.waitingBytes(),
        framesIn,
        outbound.framesOut(),
        bytesIn,
        outbound.bytesOut(),
        outbound.refused(),
        faults);
  }

  /** The smoothed round trip. */
  Optional<Duration> roundTrip() {
    return machine.roundTrip().smoothed();
  }
}
