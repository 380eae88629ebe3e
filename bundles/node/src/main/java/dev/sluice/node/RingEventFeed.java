/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import dev.sluice.node.api.EventFeed;
import dev.sluice.node.api.NodeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@link EventFeed} in a ring buffer. */
@Component
public final class RingEventFeed implements EventFeed {
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final @Nullable NodeEvent[] ring = new NodeEvent[CAPACITY];
  private long last;

  @Activate
  public RingEventFeed() {
    this(Clock.systemUTC());
  }

  RingEventFeed(Clock clock) {
    this.clock = clock;
  }

  @Override
  public NodeEvent publish(String topic, Map<String, String> fields) {
    lock.lock();
    try {
      last++;
      var event = new NodeEvent(last, clock.instant(), topic, fields);
      ring[(int) (last % CAPACITY)] = event;
      grown.signalAll();
      return event;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<NodeEvent> after(long id, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = wait.toNanos();
      while (last <= id && nanos > 0) {
        nanos = grown.awaitNanos(nanos);
      }
      var events = new ArrayList<NodeEvent>();
      for (long i = Math.max(id, last - CAPACITY) + 1; i <= last; i++) {
        NodeEvent event = ring[(int) (i % CAPACITY)];
        if (event != null) {
          events.add(event);
        }
      }
      return events;
    } finally {
      lock.unlock();
    }
  }
}
