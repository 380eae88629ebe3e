/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The reference model of journals: lists that outlive closing, but not the process. */
public final class InMemoryJournals implements Journals {
  private final Map<String, InMemoryJournal.Content> contents = new TreeMap<>();
  private final Set<String> open = new HashSet<>();

  @Override
  public synchronized Journal open(String name) {
    checkName(name);
    if (!open.add(name)) {
      throw locked(name);
    }
    return new InMemoryJournal(
        contents.computeIfAbsent(name, absent -> new InMemoryJournal.Content()),
        () -> {
          synchronized (this) {
            open.remove(name);
          }
        });
  }

  @Override
  public synchronized List<String> names() {
    return List.copyOf(contents.keySet());
  }

  @Override
  public synchronized void delete(String name) {
    checkName(name);
    if (open.contains(name)) {
      throw locked(name);
    }
    contents.remove(name);
  }

  private static void checkName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw new StorageException(StorageError.INVALID, "bad journal name: " + name);
    }
  }

  private static StorageException locked(String name) {
    return new StorageException(
        StorageError.LOCKED, "journal " + name + " is open: close it before");
  }
}
