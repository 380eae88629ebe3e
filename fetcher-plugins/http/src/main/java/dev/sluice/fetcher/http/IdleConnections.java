/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Connections that wait for their next request, newest first. Thread-safe. */
final class IdleConnections {
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final int most;
  private final long keepNanos;
  private final LongSupplier nanoTime;
  private boolean closed;

  IdleConnections(int most, Duration keep, LongSupplier nanoTime) {
    this.most = most;
    this.keepNanos = keep.toNanos();
    this.nanoTime = nanoTime;
  }

  /** A connection to this origin, if there is one that still works. */
  Optional<Connection> take(String origin) {
    while (true) {
      Optional<Connection> found = find(origin);
      if (found.isEmpty() || found.get().usable()) {
        return found;
      }
      found.get().close();
    }
  }

  private synchronized Optional<Connection> find(String origin) {
    sweep();
    for (Iterator<Connection> i = idle.iterator(); i.hasNext(); ) {
      Connection connection = i.next();
      if (connection.key().equals(origin)) {
        i.remove();
        return Optional.of(connection);
      }
    }
    return Optional.empty();
  }

  synchronized void give(Connection connection) {
    if (closed || most == 0) {
      connection.close();
      return;
    }
    connection.setIdleSince(nanoTime.getAsLong());
    idle.addFirst(connection);
    if (idle.size() > most) {
      idle.removeLast().close();
    }
  }

  /** Closes what has waited too long. */
  synchronized void sweep() {
    long now = nanoTime.getAsLong();
    while (!idle.isEmpty() && now - idle.getLast().idleSince() > keepNanos) {
      idle.removeLast().close();
    }
  }

  synchronized void close() {
    closed = true;
    idle.forEach(Connection::close);
    idle.clear();
  }
}
