/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Journals in sub-directories that bear their names. */
final class PackJournals implements Journals {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** Begins the name of a directory that is being removed; no journal is called so. */
  private static final String REMOVED = "-";

  private final Disk directory;
  private final PackSettings settings;
  private final Executor background;
  private final RandomGenerator random;
  private final Map<String, PackJournal> open = new HashMap<>();
  private boolean closed;

  PackJournals(Disk directory, PackSettings settings, Executor background, RandomGenerator random) {
    this.directory = directory;
    this.settings = settings;
    this.background = background;
    this.random = random;
    try {
      for (String name : directory.directories()) {
        if (name.startsWith(REMOVED)) {
          purge(name);
        }
      }
    } catch (IOException e) {
      throw Failures.of(e, "open the journals in " + directory.path());
    }
  }

  @Override
  public synchronized Journal open(String name) {
    check(name);
    try {
      Disk own = directory.directory(name);
      directory.sync();
      PackJournal journal =
          new PackJournal(name, own, settings, background, random, () -> release(name));
      open.put(name, journal);
      return journal;
    } catch (IOException e) {
      throw Failures.of(e, "open journal " + name + " in " + directory.path());
    }
  }

  private synchronized void release(String name) {
    open.remove(name);
  }

  @Override
  public synchronized List<String> names() {
    checkOpen();
    try {
      return directory.directories().stream().filter(NAME.asMatchPredicate()).toList();
    } catch (IOException e) {
      throw Failures.of(e, "list the journals in " + directory.path());
    }
  }

  @Override
  public synchronized void delete(String name) {
    check(name);
    try {
      if (directory.directories().contains(name)) {
        String removed = REMOVED + name;
        directory.rename(name, removed);
        directory.sync();
        purge(removed);
      }
    } catch (IOException e) {
      throw Failures.of(e, "delete journal " + name + " in " + directory.path());
    }
  }

  private void purge(String removed) throws IOException {
    Disk own = directory.directory(removed);
    for (String file : own.files()) {
      own.delete(file);
    }
    directory.delete(removed);
  }

  private void check(String name) {
    checkOpen();
    if (!NAME.matcher(name).matches()) {
      throw new StorageException(
          StorageError.INVALID,
          "\"" + name + "\" is no journal name: 1 to 64 of a-z 0-9 . _ -, the first a-z 0-9");
    }
    if (open.containsKey(name)) {
      throw new StorageException(
          StorageError.LOCKED, "journal " + name + " is open already: close it first");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw Failures.closed("use the journals in " + directory.path());
    }
  }

  /** Closes all journals. */
  void close() {
    List<PackJournal> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open.values());
    }
    left.forEach(PackJournal::close);
  }
}
