/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what it was given when told to, in the thread that tells it. */
final class LazyExecutor implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.addLast(task);
  }

  void runOne() {
    Runnable task = tasks.pollFirst();
    if (task != null) {
      task.run();
    }
  }
}
