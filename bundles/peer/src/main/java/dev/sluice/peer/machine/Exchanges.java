/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.wire.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Open requests of this node to one other, with their time limits. Thread-safe. */
public final class Exchanges {
  /** Hears what becomes of a request. */
  public interface Asker {
    /** The topic it was asked on. */
    String topic();

    /** A part came; {@code cost} is to be given back when it is taken. */
    void part(Bytes body, boolean last, int cost);

    /** There will be no more. */
    void failed(PeerError why);
  }

  private static final class Open {
    final Asker asker;
    final long timeoutMicros;
    long deadline;
    long ahead;

    Open(Asker asker, long timeoutMicros, long deadline) {
      this.asker = asker;
      this.timeoutMicros = timeoutMicros;
      this.deadline = deadline;
    }
  }

  private final Map<Long, Open> open = new HashMap<>();
  private long lastId;

  /** Takes a number for a request, if fewer than the most are open. */
  public synchronized OptionalLong open(Asker asker, long timeoutMicros, Moment now) {
    if (open.size() >= Topic.MAX_REQUESTS) {
      return OptionalLong.empty();
    }
    do {
      lastId = (lastId + 1) & 0xffff_ffffL;
    } while (open.containsKey(lastId));
    open.put(lastId, new Open(asker, timeoutMicros, now.micros() + timeoutMicros));
    return OptionalLong.of(lastId);
  }

  /**
   * An answer came.
   *
   * @return false if nobody asked, or if it comes without credit
   */
  public boolean answered(Output.Answered answer, Moment now) {
    Open exchange;
    boolean last = answer.part() == Frame.Part.LAST;
    synchronized (this) {
      exchange = open.get(answer.id());
      if (exchange == null) {
        return false;
      }
      if (answer.part() == Frame.Part.MORE && ++exchange.ahead > Topic.PARTS_AHEAD) {
        open.remove(answer.id());
      } else if (answer.part() == Frame.Part.MORE) {
        exchange.deadline = now.micros() + exchange.timeoutMicros;
      } else {
        open.remove(answer.id());
      }
    }
    if (answer.part() == Frame.Part.REFUSED) {
      exchange.asker.failed(PeerError.REFUSED);
      return false;
    }
    if (exchange.ahead > Topic.PARTS_AHEAD) {
      exchange.asker.failed(PeerError.MALFORMED);
      return false;
    }
    exchange.asker.part(answer.body(), last, answer.cost());
    return true;
  }

  /** A part was taken; whether the other side should hear that it may send one more. */
  public synchronized boolean credit(long id, Moment now) {
    Open exchange = open.get(id);
    if (exchange == null) {
      return false;
    }
    exchange.ahead--;
    exchange.deadline = now.micros() + exchange.timeoutMicros;
    return true;
  }

  /** Gives a request up; whether it was open. */
  public synchronized boolean cancel(long id) {
    return open.remove(id) != null;
  }

  /** Fails what is late and returns its numbers. */
  public List<Long> expire(Moment now) {
    Map<Long, Open> late = new HashMap<>();
    synchronized (this) {
      open.forEach(
          (id, exchange) -> {
            if (exchange.deadline <= now.micros()) {
              late.put(id, exchange);
            }
          });
      open.keySet().removeAll(late.keySet());
    }
    late.values().forEach(exchange -> exchange.asker.failed(PeerError.TIMEOUT));
    return List.copyOf(late.keySet());
  }

  /** Fails all, or all of one topic. */
  public void close(Optional<String> topic, PeerError why) {
    List<Open> closed = new ArrayList<>();
    synchronized (this) {
      open.values()
          .removeIf(
              exchange -> {
                boolean hit = topic.isEmpty() || topic.get().equals(exchange.asker.topic());
                if (hit) {
                  closed.add(exchange);
                }
                return hit;
              });
    }
    closed.forEach(exchange -> exchange.asker.failed(why));
  }

  /** How many are open. */
  public synchronized int size() {
    return open.size();
  }
}
