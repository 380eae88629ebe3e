/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.Peers;
import dev.sluice.peer.wire.Frame;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Topics of one session. A number belongs to the side that sends it: frames of the other side carry
 * its numbers, own frames the own ones. A topic is active while both sides have subscribed.
 */
final class Subscriptions {
  private final Set<String> expected = new TreeSet<>();
  private final Map<String, Integer> own = new TreeMap<>();
  private final Map<String, Integer> theirs = new HashMap<>();
  private final Map<Integer, String> theirNumbers = new HashMap<>();
  private final Set<String> once = new HashSet<>();
  private final BitSet numbersSeen = new BitSet();
  private int last;

  Subscriptions(Set<String> topics) {
    expected.addAll(topics);
  }

  /** To be opened with the session. */
  void expect(String topic) {
    expected.add(topic);
  }

  void openAll(List<Output> out) {
    for (String topic : expected) {
      open(topic, out);
    }
    expected.clear();
  }

  void open(String topic, List<Output> out) {
    if (own.containsKey(topic)) {
      return;
    }
    do {
      last = (last + 1) & 0xffff;
    } while (own.containsValue(last));
    own.put(topic, last);
    once.add(topic);
    out.add(new Output.Send(new Frame.Subscribe(topic, last)));
    if (theirs.containsKey(topic)) {
      out.add(new Output.Joined(topic));
    }
  }

  void close(String topic, List<Output> out) {
    expected.remove(topic);
    Integer number = own.remove(topic);
    if (number != null) {
      out.add(new Output.Send(new Frame.Unsubscribe(number)));
      if (theirs.containsKey(topic)) {
        out.add(new Output.Left(topic));
      }
    }
  }

  void closeAll(List<Output> out) {
    for (String topic : active()) {
      out.add(new Output.Left(topic));
    }
    own.clear();
    theirs.clear();
    theirNumbers.clear();
  }

  /** The other side opened a topic, whether this side has it or not. */
  void subscribe(Frame.Subscribe frame, List<Output> out) {
    if (theirNumbers.containsKey(frame.topic()) || theirs.containsKey(frame.name())) {
      throw new PeerException(PeerError.MALFORMED, "topic " + frame.name() + " twice");
    }
    if (theirs.size() >= Peers.MAX_TOPICS) {
      throw new PeerException(PeerError.MALFORMED, "more topics than may be open");
    }
    theirs.put(frame.name(), frame.topic());
    theirNumbers.put(frame.topic(), frame.name());
    numbersSeen.set(frame.topic());
    if (own.containsKey(frame.name())) {
      out.add(new Output.Joined(frame.name()));
    }
  }

  void unsubscribe(int number, List<Output> out) {
    String topic = theirNumbers.remove(number);
    if (topic != null) {
      theirs.remove(topic);
      if (own.containsKey(topic)) {
        out.add(new Output.Left(topic));
      }
    }
  }

  /**
   * The topic of a frame that came in; empty if it is no longer active, as such frames may have
   * been under way.
   *
   * @throws PeerException {@link PeerError#MALFORMED} for a number without meaning, {@link
   *     PeerError#NOT_ALLOWED} for a topic that was never open to the other side
   */
  Optional<String> incoming(int number) {
    String topic = theirNumbers.get(number);
    if (topic == null) {
      if (!numbersSeen.get(number)) {
        throw new PeerException(PeerError.MALFORMED, "no topic has number " + number);
      }
      return Optional.empty();
    }
    if (!once.contains(topic)) {
      throw new PeerException(PeerError.NOT_ALLOWED, "topic " + topic + " is not open to you");
    }
    return own.containsKey(topic) ? Optional.of(topic) : Optional.empty();
  }

  /** The own number of an active topic, else -1. */
  int number(String topic) {
    return theirs.containsKey(topic) ? own.getOrDefault(topic, -1) : -1;
  }

  Set<String> active() {
    var active = new TreeSet<>(own.keySet());
    active.retainAll(theirs.keySet());
    return active;
  }
}
