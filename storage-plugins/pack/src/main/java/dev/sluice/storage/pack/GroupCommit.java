/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets writes that arrive while the device is busy share the next force. There is no writer thread
 * and no timer: a caller who finds nobody writing takes whatever is queued, writes it for
 * everybody, and the others wait for him. Thread-safe.
 *
 * @param <R> the kind of request
 */
final class GroupCommit<R extends GroupCommit.Request> {
  /** One write and what became of it. */
  abstract static class Request {
    private final long bytes;
    private boolean done;
    private @Nullable RuntimeException failure;

    /** A request that takes up this many bytes of queue. */
    Request(long bytes) {
      this.bytes = bytes;
    }

    final long bytes() {
      return bytes;
    }

    /** Lets this request alone fail; the writer calls it before it returns. */
    final void fail(RuntimeException reason) {
      failure = reason;
    }

    final boolean hasFailed() {
      return failure != null;
    }
  }

  private final String name;
  private final Consumer<List<R>> writer;
  private final long maxQueueBytes;
  private final long maxGroupBytes;
  private final Duration wait;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<R> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean writing;
  private boolean closed;

  /**
   * @param name for messages
   * @param writer writes a group; runs in one thread at a time. If it throws, the whole group
   *     failed.
   * @param maxQueueBytes callers wait while more than this is queued
   * @param maxGroupBytes most bytes in a group; one request may be larger and is then alone
   * @param wait longest wait for room in the queue
   */
  GroupCommit(
      String name,
      Consumer<List<R>> writer,
      long maxQueueBytes,
      long maxGroupBytes,
      Duration wait) {
    this.name = name;
    this.writer = writer;
    this.maxQueueBytes = maxQueueBytes;
    this.maxGroupBytes = maxGroupBytes;
    this.wait = wait;
  }

  /** Returns when the request was written, or throws what it failed with. */
  void run(R request) {
    lock.lock();
    try {
      awaitRoom(request);
      queue.addLast(request);
      queuedBytes += request.bytes();
      while (!isDone(request)) {
        if (writing) {
          changed.awaitUninterruptibly();
        } else {
          writeGroup();
        }
      }
    } finally {
      lock.unlock();
    }
    RuntimeException failure = ((Request) request).failure;
    if (failure instanceof StorageException e) {
      // A fresh one for each caller: the first one's stack is that of whoever wrote the group.
      throw new StorageException(e.error(), plainMessage(e), e);
    } else if (failure != null) {
      throw failure;
    }
  }

  private static String plainMessage(StorageException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(0, message.lastIndexOf(" ("));
  }

  private static boolean isDone(Request request) {
    return request.done;
  }

  private void awaitRoom(R request) {
    long left = wait.toNanos();
    boolean interrupted = false;
    try {
      while (!closed && queuedBytes > 0 && queuedBytes + request.bytes() > maxQueueBytes) {
        if (left <= 0) {
          throw new StorageException(
              StorageError.OVERLOADED,
              name
                  + " has had "
                  + queuedBytes
                  + " bytes of writes waiting for "
                  + wait.toMillis()
                  + " ms: try again later, or raise queue.mib");
        }
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (closed) {
      throw Failures.closed("write to " + name);
    }
  }

  /** Called and returns with the lock held; gives it up while writing. */
  private void writeGroup() {
    List<R> group = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty()
        && (group.isEmpty() || bytes + queue.getFirst().bytes() <= maxGroupBytes)) {
      R next = queue.removeFirst();
      bytes += next.bytes();
      group.add(next);
    }
    writing = true;
    lock.unlock();
    // Stays when the writer ends with an Error: nobody may then take his request for written.
    @Nullable RuntimeException failure =
        new StorageException(StorageError.IO, "cannot write to " + name + ": the writer broke off");
    try {
      writer.accept(group);
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      lock.lock();
      writing = false;
      queuedBytes -= bytes;
      for (Request request : group) {
        request.done = true;
        if (failure != null) {
          request.fail(failure);
        }
      }
      changed.signalAll();
    }
  }

  long queuedBytes() {
    lock.lock();
    try {
      return queuedBytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses new requests and lets the queued ones finish.
   *
   * @return false if {@code limit} passed before they did
   */
  boolean close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      long left = limit.toNanos();
      boolean interrupted = false;
      while (queuedBytes > 0 || writing) {
        if (left <= 0) {
          return false;
        }
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
