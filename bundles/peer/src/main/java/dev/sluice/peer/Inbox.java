/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.PeerKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callbacks of one topic that wait: in order per node, nodes in turn, one at a time. The sessions'
 * windows bound the messages among them. Thread-safe.
 */
final class Inbox {
  /** Most callbacks of one node that wait: what a window holds, and notices. */
  static final int MAX_TASKS = 40_000;

  /** Callbacks made before the thread is given back. */
  private static final int TURN = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final String name;
  private final Executor executor;
  private final AtomicLong thrown = new AtomicLong();
  private final Map<PeerKey, ArrayDeque<Runnable>> tasks = new HashMap<>();
  private final ArrayDeque<PeerKey> turns = new ArrayDeque<>();
  private boolean running;

  Inbox(String name, Executor executor) {
    this.name = name;
    this.executor = executor;
  }

  /** Puts a callback in line; false if too many of that node wait. */
  boolean add(PeerKey peer, Runnable task) {
    synchronized (this) {
      ArrayDeque<Runnable> line = tasks.computeIfAbsent(peer, k -> new ArrayDeque<>());
      if (line.size() >= MAX_TASKS) {
        return false;
      }
      if (line.isEmpty()) {
        turns.add(peer);
      }
      line.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    executor.execute(this::run);
    return true;
  }

  private void run() {
    for (int i = 0; i < TURN; i++) {
      Runnable task = next();
      if (task == null) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        if (thrown.getAndIncrement() == 0) {
          LOG.warn("A callback of topic {} failed; further ones are only counted", name, e);
        }
      }
    }
    executor.execute(this::run);
  }

  private synchronized @org.jspecify.annotations.Nullable Runnable next() {
    PeerKey peer = turns.poll();
    if (peer == null) {
      running = false;
      return null;
    }
    ArrayDeque<Runnable> line = java.util.Objects.requireNonNull(tasks.get(peer));
    Runnable task = line.remove();
    if (line.isEmpty()) {
      tasks.remove(peer);
    } else {
      turns.add(peer);
    }
    return task;
  }

  /** Callbacks that threw. */
  long thrown() {
    return thrown.get();
  }

  /** Callbacks that wait. */
  synchronized int waiting() {
    return tasks.values().stream().mapToInt(ArrayDeque::size).sum();
  }
}
