/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other on a thread of its own. The queue has no bound of its own: the
 * state machine has at most one execution and a few snapshot requests open.
 */
final class SerialThread {
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Consumer<RuntimeException> failure;
  private final Thread thread;
  private volatile boolean ended;

  SerialThread(String name, Consumer<RuntimeException> failure) {
    this.failure = failure;
    thread = new Thread(this::work, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void run(Runnable task) {
    tasks.add(task);
  }

  private void work() {
    try {
      while (!ended) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      ended = true;
    } catch (RuntimeException e) {
      ended = true;
      failure.accept(e);
    }
  }

  /** Ends after the task under way; those that wait are not run. */
  void end() throws InterruptedException {
    ended = true;
    tasks.add(() -> {});
    if (thread.getState() != Thread.State.NEW) {
      thread.join();
    }
  }
}
