/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain;

import dev.sluice.devchain.ledger.Faucet;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerException;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestServer;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A development chain that runs: a ledger, the threads that drive it, and its REST interface. */
public final class DevChain implements AutoCloseable {
  /**
   * When blocks are made.
   *
   * @param blockMillis least time from the start of a block to that of the next
   * @param idleMillis time after which an empty block is made so that the chain's time goes on; 0
   *     for never
   */
  public record Pace(int blockMillis, int idleMillis) {
    /** As soon as there is work, and once a second without. */
    public static final Pace DEFAULT = new Pace(5, 1000);

    /** Checks the ranges. */
    public Pace {
      if (blockMillis < 0 || blockMillis > 60_000 || idleMillis < 0 || idleMillis > 3_600_000) {
        throw new IllegalArgumentException(
            "block and idle times must be 0 to 60000 and 0 to 3600000 milliseconds");
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(DevChain.class);
  private static final long STOP_SECONDS = 10;
  private static final long WAIT_MILLIS = 1000;

  private final Pace pace;
  private final Ledger ledger;
  private final RestServer server;
  private final Thread producer;
  private final Thread snapshots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private volatile boolean closed;

  /**
   * Starts a chain.
   *
   * @param directory where it is kept; empty for one that lives as long as the process
   * @throws IOException if the directory or the port cannot be used
   */
  public DevChain(
      LedgerSettings settings,
      Optional<Path> directory,
      InstantSource clock,
      Pace pace,
      RestSettings rest)
      throws IOException {
    this.pace = pace;
    this.ledger = new Ledger(settings, directory, clock, Faucet.publicKey());
    try {
      this.server = new RestServer(ledger, new Faucet(ledger), rest, this::wake);
    } catch (IOException e) {
      ledger.close();
      throw e;
    }
    this.producer = thread("devchain-blocks", this::produce);
    this.snapshots = thread("devchain-snapshots", this::keepSnapshots);
    LOG.info("Development chain {} at {}", settings.chainId(), server.uri());
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Address of its REST interface. */
  public URI uri() {
    return server.uri();
  }

  /** The ledger. */
  public Ledger ledger() {
    return ledger;
  }

  private void wake() {
    lock.lock();
    try {
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void produce() {
    long last = System.nanoTime();
    try {
      while (!closed) {
        long idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last);
        boolean due = pace.idleMillis() > 0 && idle >= pace.idleMillis();
        long start = System.nanoTime();
        if (ledger.makeBlock(due)) {
          last = System.nanoTime();
          long left = TimeUnit.MILLISECONDS.toNanos(pace.blockMillis()) - (last - start);
          TimeUnit.NANOSECONDS.sleep(left);
        } else {
          await(pace.idleMillis() > 0 ? Math.max(1, pace.idleMillis() - idle) : WAIT_MILLIS);
        }
      }
    } catch (LedgerException e) {
      LOG.error("No more blocks are made: {}", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("Stopped");
    }
  }

  private void await(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!ledger.hasWork() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keepSnapshots() {
    try {
      while (!closed) {
        ledger.snapshotIfDue();
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped");
    }
  }

  /** Stops serving, finishes the block under way, and writes a snapshot. */
  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    wake();
    try {
      producer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      // Not interrupted: that would close the file it writes.
      snapshots.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ledger.snapshot();
    ledger.close();
  }
}
