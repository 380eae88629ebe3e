/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The journals of one storage plugin. Thread-safe. A name has 1 to 64 characters of {@code a-z 0-9
 * . _ -} and starts with a letter or digit; another one is {@link StorageError#INVALID}.
 */
@ConsumerType
public interface Journals {
  /**
   * Opens the journal of that name, creating it when absent. Takes as long as reading its newest
   * segment.
   *
   * @throws StorageException {@link StorageError#LOCKED} while it is open already
   */
  Journal open(String name);

  /** Names of the journals there are, sorted. */
  List<String> names();

  /**
   * Removes a journal and its records, durably; no effect when there is none.
   *
   * @throws StorageException {@link StorageError#LOCKED} while it is open
   */
  void delete(String name);
}
