/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStores;

/** Block stores as a user names them. */
final class Stores {
  private Stores() {}

  /**
   * The store of this name.
   *
   * @throws IllegalArgumentException if there is none: a reference to it would be kept, and be a
   *     finding, for as long as the node runs
   */
  static BlockStore existing(BlockStores stores, String name) {
    if (!stores.names().contains(name)) {
      throw new IllegalArgumentException("no store '" + name + "': see store:list");
    }
    return stores.store(name);
  }
}
