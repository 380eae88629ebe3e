/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;
import dev.sluice.devchain.journal.FileLog;
import dev.sluice.devchain.journal.Log;
import dev.sluice.devchain.journal.MemoryLog;
import dev.sluice.devchain.state.StateAt;
import dev.sluice.devchain.state.VersionedState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State, log and index of a chain, and their recovery from disk. One thread appends; any thread
 * reads.
 */
final class LedgerStore implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);
  private static final long SEGMENT_BYTES = 32L << 20;
  private static final String SNAPSHOT = "state.snapshot";

  /** Where the chain was when the store was opened. */
  record Recovered(long version, long height, long timestampMicros, Bytes accumulator) {}

  private final LedgerSettings settings;
  private final Optional<Path> directory;
  private final Log log;
  private final VersionedState state = new VersionedState();
  private final TransactionIndex index;
  private Optional<Recovered> recovered = Optional.empty();
  private volatile long snapshotPosition;
  private volatile long pinned = Long.MAX_VALUE;
  private volatile long endPosition;

  /**
   * Opens a store.
   *
   * @param directory where it is; empty for one that lives as long as the process
   */
  LedgerStore(LedgerSettings settings, Optional<Path> directory) throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.index = new TransactionIndex(settings.historyTransactions());
    this.log =
        directory.isPresent()
            ? new FileLog(directory.get().resolve("log"), SEGMENT_BYTES)
            : new MemoryLog();
    recover();
  }

  private void recover() throws IOException {
    if (directory.isPresent() && Files.exists(directory.get().resolve(SNAPSHOT))) {
      StateSnapshot snapshot = StateSnapshot.read(directory.get().resolve(SNAPSHOT), state);
      if (snapshot.chainId() != settings.chainId()) {
        throw new IOException(
            directory.get()
                + " holds a chain with id "
                + snapshot.chainId()
                + ", not "
                + settings.chainId());
      }
      recovered =
          Optional.of(
              new Recovered(
                  snapshot.version(),
                  snapshot.height(),
                  snapshot.timestampMicros(),
                  snapshot.accumulator()));
    }
    log.forEach((position, payload) -> replay(BlockRecord.decode(payload), position));
    LOG.info(
        "Chain {} recovered at version {}",
        settings.chainId(),
        recovered.map(Recovered::version).orElse(-1L));
  }

  private void replay(BlockRecord block, long position) {
    index.add(block.block(), block.transactions(), block.places(position));
    endPosition = position + block.bytes().length();
    long version = recovered.map(Recovered::version).orElse(-1L);
    if (block.block().lastVersion() <= version) {
      snapshotPosition = endPosition;
      return;
    }
    if (block.block().firstVersion() != version + 1) {
      throw new IllegalStateException(
          "the log goes on at version "
              + block.block().firstVersion()
              + ", the state ends at "
              + version);
    }
    for (LedgerTransaction transaction : block.transactions()) {
      state.apply(transaction.version(), transaction.output().writes());
    }
    Block last = block.block();
    state.prune(last.lastVersion() - settings.stateVersions());
    LedgerTransaction end = block.transactions().get(block.transactions().size() - 1);
    recovered =
        Optional.of(
            new Recovered(
                last.lastVersion(), last.height(), last.timestampMicros(), end.accumulator()));
  }

  Optional<Recovered> recovered() {
    return recovered;
  }

  VersionedState state() {
    return state;
  }

  TransactionIndex index() {
    return index;
  }

  /** The state as the appending thread sees it. */
  StateAt newest() {
    return state.at(StateAt.NEWEST);
  }

  /** Appends a block whose writes were applied, and returns when it is on disk. */
  void append(BlockRecord block) throws IOException {
    long position = log.append(block.bytes().toArray());
    log.sync();
    index.add(block.block(), block.transactions(), block.places(position));
    endPosition = position + block.bytes().length();
    long oldest = block.block().lastVersion() - settings.stateVersions();
    state.prune(Math.min(oldest, pinned));
    if (directory.isEmpty()) {
      log.dropBefore(index.oldestPosition());
    } else {
      log.dropBefore(Math.min(index.oldestPosition(), snapshotPosition));
    }
  }

  /** A transaction of the log. */
  Optional<LedgerTransaction> read(long version) {
    return index
        .place(version)
        .flatMap(
            place -> {
              try {
                return Optional.of(
                    LedgerTransaction.decode(log.read(place.position(), place.length())));
              } catch (IOException e) {
                if (index.place(version).isEmpty()) {
                  return Optional.empty();
                }
                throw new LedgerException(
                    LedgerException.Code.INTERNAL_ERROR,
                    "version " + version + " cannot be read: " + e.getMessage());
              }
            });
  }

  /** Whether so much was appended that a snapshot is due. */
  boolean isSnapshotDue() {
    return directory.isPresent() && endPosition - snapshotPosition >= settings.snapshotBytes();
  }

  /**
   * Writes a snapshot of the state as of a version that can be read. Takes its time; blocks may be
   * appended meanwhile.
   *
   * @param position end of the log at that version
   */
  void snapshot(Head head, long position) throws IOException {
    if (directory.isEmpty()) {
      return;
    }
    pinned = head.version();
    try {
      StateAt at = state.at(head.version());
      if (!at.isReadable()) {
        return;
      }
      new StateSnapshot(
              settings.chainId(),
              head.version(),
              head.height(),
              head.timestampMicros(),
              head.accumulator())
          .write(directory.get().resolve(SNAPSHOT), at);
      snapshotPosition = position;
    } finally {
      pinned = Long.MAX_VALUE;
    }
  }

  /** End of the log. */
  long endPosition() {
    return endPosition;
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
