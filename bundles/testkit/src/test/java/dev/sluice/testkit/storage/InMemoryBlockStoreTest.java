/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.api.BlockStore;

class InMemoryBlockStoreTest extends BlockStoreContractTest {
  @Override
  protected BlockStore create() {
    return new InMemoryBlockStore();
  }

  @Override
  protected void close(BlockStore opened) {
    ((InMemoryBlockStore) opened).close();
  }
}
