/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/** The block stores of the node, as services use them. Thread-safe. */
@ProviderType
public interface BlockStores {
  /**
   * A lasting reference to the store of this name, whether or not it is there now. It stays valid
   * while the plugin behind it is exchanged: calls wait for the next instance for a few seconds and
   * then fail with {@link StorageError#UNAVAILABLE}. What comes from the plugin is hashed; wrong
   * bytes are {@link StorageError#CORRUPT}.
   *
   * @throws StorageException {@link StorageError#LIMIT_REACHED} if too many names are in use
   */
  BlockStore store(String name);

  /** Names of the stores in service now. */
  SortedSet<String> names();
}
