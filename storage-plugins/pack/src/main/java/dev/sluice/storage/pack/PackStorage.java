/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data directory: its lock, its block store and its journals. */
public final class PackStorage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackStorage.class);
  private static final String LOCK = "lock";

  private final Disk directory;
  private final Closeable lock;
  private final PackBlockStore blocks;
  private final PackJournals journals;

  private PackStorage(
      Disk directory,
      Closeable lock,
      PackSettings settings,
      Executor background,
      RandomGenerator random)
      throws IOException {
    this.directory = directory;
    this.lock = lock;
    Disk blockDirectory = directory.directory("blocks");
    Disk journalDirectory = directory.directory("journals");
    directory.sync();
    journals = new PackJournals(journalDirectory, settings, background, random);
    blocks = new PackBlockStore(blockDirectory, settings, background, random);
  }

  /**
   * Opens the directory.
   *
   * @param background runs upkeep: preparing files, compaction, saving the index
   * @param random thread-safe; need not be reproducible except in tests
   * @throws StorageException {@link StorageError#LOCKED} if another process or instance has it
   */
  public static PackStorage open(
      Disk directory, PackSettings settings, Executor background, RandomGenerator random) {
    Closeable lock = lock(directory);
    boolean opened = false;
    try {
      PackStorage storage = new PackStorage(directory, lock, settings, background, random);
      opened = true;
      return storage;
    } catch (IOException e) {
      throw Failures.of(e, "open " + directory.path());
    } finally {
      if (!opened) {
        release(lock, directory);
      }
    }
  }

  private static Closeable lock(Disk directory) {
    try {
      return directory.lock(LOCK);
    } catch (AccessDeniedException e) {
      throw Failures.of(e, "open " + directory.path());
    } catch (FileSystemException e) {
      throw new StorageException(
          StorageError.LOCKED,
          directory.path()
              + " is in use by another process or instance: stop that one, or set another directory",
          e);
    } catch (IOException e) {
      throw Failures.of(e, "open " + directory.path());
    }
  }

  private static void release(Closeable lock, Disk directory) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot release the lock of {}", directory.path(), e);
    }
  }

  /** The block store. */
  public BlockStore blocks() {
    return blocks;
  }

  /** The journals. */
  public Journals journals() {
    return journals;
  }

  /** Compacts and saves the index now, as far as due. */
  void keepUp() {
    blocks.keepUp();
  }

  @Override
  public void close() {
    journals.close();
    blocks.close();
    release(lock, directory);
  }
}
