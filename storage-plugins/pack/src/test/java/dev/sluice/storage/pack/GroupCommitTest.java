/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private static final class Write extends GroupCommit.Request {
    Write(long bytes) {
      super(bytes);
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch device = new CountDownLatch(1);
  private final CountDownLatch busy = new CountDownLatch(1);

  /** A writer that is stuck until {@link #device} lets it go. */
  private final GroupCommit<Write> commit =
      new GroupCommit<>(
          "test",
          group -> {
            busy.countDown();
            await(device);
            groups.add(group.size());
          },
          100,
          50,
          SHORT);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Future<?>> submit(int count, long bytes) {
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(threads.submit(() -> commit.run(new Write(bytes))));
    }
    return futures;
  }

  private void awaitQueued(long bytes) {
    while (commit.queuedBytes() != bytes) {
      Thread.onSpinWait();
    }
  }

  @Test
  void writesTogetherWhatArrivesWhileTheDeviceIsBusy() throws Exception {
    List<Future<?>> first = submit(1, 10);
    await(busy);
    List<Future<?>> others = submit(7, 10);
    awaitQueued(80);
    device.countDown();
    for (Future<?> one : first) {
      one.get();
    }
    for (Future<?> one : others) {
      one.get();
    }
    assertThat(groups).containsExactly(1, 5, 2);
    assertThat(commit.queuedBytes()).isZero();
  }

  @Test
  void refusesWhenTheQueueStaysFull() throws Exception {
    submit(1, 60);
    await(busy);
    assertFails(StorageError.OVERLOADED, () -> commit.run(new Write(41)));
    Future<?> fits = submit(1, 40).get(0);
    awaitQueued(100);
    device.countDown();
    fits.get();
    commit.run(new Write(1000));
    assertThat(groups).containsExactly(1, 1, 1);
  }

  @Test
  void finishesWhatItAdmittedBeforeItCloses() throws Exception {
    List<Future<?>> admitted = submit(3, 10);
    await(busy);
    awaitQueued(30);
    assertThat(commit.close(SHORT)).isFalse();
    assertFails(StorageError.CLOSED, () -> commit.run(new Write(1)));
    device.countDown();
    assertThat(commit.close(Duration.ofSeconds(10))).isTrue();
    for (Future<?> one : admitted) {
      one.get();
    }
  }

  @Test
  void aFailureIsEverybodysOfTheGroupAndNobodyElses() {
    GroupCommit<Write> failing =
        new GroupCommit<>(
            "test",
            group -> {
              if (group.get(0).bytes() == 13) {
                throw new StorageException(StorageError.IO, "no luck");
              }
              if (group.get(0).bytes() == 14) {
                throw new OutOfMemoryError("in the writer");
              }
            },
            100,
            50,
            SHORT);
    assertFails(StorageError.IO, () -> failing.run(new Write(13)));
    failing.run(new Write(1));
    assertThatThrownBy(() -> failing.run(new Write(14))).isInstanceOf(OutOfMemoryError.class);
    failing.run(new Write(1));
    assertThat(failing.queuedBytes()).isZero();
  }
}
