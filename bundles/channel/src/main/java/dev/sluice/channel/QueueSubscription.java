/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.ChannelUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A bounded queue of updates for one subscriber. */
final class QueueSubscription implements ChannelSubscription {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ChannelUpdate> queue = new ArrayDeque<>();
  private final Consumer<QueueSubscription> closed;
  private boolean over;

  QueueSubscription(Consumer<QueueSubscription> closed) {
    this.closed = closed;
  }

  void put(ChannelUpdate update) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (queue.size() >= MAX_QUEUED) {
        queue.clear();
        finish("too slow: subscribe again from where you stand");
        return;
      }
      queue.add(update);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing follows what is queued. */
  void end(String reason) {
    lock.lock();
    try {
      if (!over) {
        finish(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  private void finish(String reason) {
    over = true;
    queue.add(new ChannelUpdate.Ended(reason));
    changed.signalAll();
  }

  @Override
  public Optional<ChannelUpdate> next(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      while (queue.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return Optional.ofNullable(queue.poll());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end("closed");
    closed.accept(this);
  }
}
