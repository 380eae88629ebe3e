/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Lets so many tasks of one host run at a time, so that a slow host cannot take all threads. */
final class Gate {
  private final Executor executor;
  private final int perHost;
  private final int maxOpen;
  private final Map<String, Host> hosts = new HashMap<>();
  private int open;

  private static final class Host {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int busy;
  }

  Gate(Executor executor, int perHost, int maxOpen) {
    this.executor = executor;
    this.perHost = perHost;
    this.maxOpen = maxOpen;
  }

  /**
   * Runs a task when its turn comes.
   *
   * @throws FetchException {@link Code#OVERLOADED}
   */
  void submit(String name, Runnable task) {
    synchronized (hosts) {
      if (open >= maxOpen) {
        throw new FetchException(Code.OVERLOADED, maxOpen + " requests are open already");
      }
      open++;
      Host host = hosts.computeIfAbsent(name, n -> new Host());
      if (host.busy >= perHost) {
        host.waiting.add(task);
        return;
      }
      host.busy++;
    }
    run(name, task);
  }

  private void run(String name, Runnable task) {
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            next(name);
          }
        });
  }

  private void next(String name) {
    Runnable task;
    synchronized (hosts) {
      open--;
      Host host = hosts.get(name);
      if (host == null) {
        return;
      }
      task = host.waiting.poll();
      if (task == null) {
        host.busy--;
        if (host.busy == 0) {
          hosts.remove(name);
        }
        return;
      }
    }
    run(name, task);
  }

  /** Takes back a task whose turn has not come. */
  void leave(String name, Runnable task) {
    synchronized (hosts) {
      Host host = hosts.get(name);
      if (host != null && host.waiting.remove(task)) {
        open--;
      }
    }
  }
}
