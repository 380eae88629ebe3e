/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.testkit.storage.BlockStoreContractTest;
import dev.sluice.testkit.storage.InMemoryBlockStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedBlockStoreTest extends BlockStoreContractTest {
  private InMemoryBlockStore plugin = new InMemoryBlockStore();

  @Override
  protected BlockStore create() {
    plugin = new InMemoryBlockStore();
    return new VerifiedBlockStore(plugin, "test");
  }

  @Override
  protected void close(BlockStore opened) {
    plugin.close();
  }

  @Override
  protected boolean acceptsClaims() {
    return false;
  }

  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  private void assertRejected(byte[] instead) {
    BlockId id = Block.of(BlockId.RAW, BYTES).id();
    plugin.putAll(List.of(Block.claimed(id, ByteBuffer.wrap(instead))), Durability.BUFFERED);
    VerifiedBlockStore store = new VerifiedBlockStore(plugin, "test");
    assertFails(StorageError.CORRUPT, () -> store.get(id));
    assertThat(store.stats().damage())
        .singleElement()
        .satisfies(damage -> assertThat(damage.what()).startsWith("1 times"));
    plugin.delete(List.of(id), Durability.BUFFERED);
  }

  @Test
  void letsNoWrongBytesPass() {
    assertRejected(Arrays.copyOf(BYTES, 4));
    assertRejected(Arrays.copyOf(BYTES, 6));
    assertRejected(new byte[0]);
    byte[] flipped = BYTES.clone();
    flipped[2] ^= 4;
    assertRejected(flipped);
  }

  @Test
  void letsNoOtherBlockPass() {
    Block other = Block.of(BlockId.RAW, new byte[] {9});
    BlockStore liar =
        new ForwardingStore(plugin) {
          @Override
          public java.util.Optional<Block> get(BlockId id) {
            return java.util.Optional.of(other);
          }
        };
    VerifiedBlockStore store = new VerifiedBlockStore(liar, "test");
    assertFails(StorageError.CORRUPT, () -> store.get(Block.of(BlockId.RAW, BYTES).id()));
  }

  @Test
  void storesNoWrongBytes() {
    BlockId id = Block.of(BlockId.RAW, BYTES).id();
    VerifiedBlockStore store = new VerifiedBlockStore(plugin, "test");
    assertFails(StorageError.CORRUPT, () -> store.put(Block.claimed(id, ByteBuffer.allocate(5))));
    assertThat(plugin.has(id)).isFalse();
  }

  @Test
  void givesEveryFailureOfAPluginItsType() {
    BlockStore broken =
        new ForwardingStore(plugin) {
          @Override
          public boolean has(BlockId id) {
            throw new IllegalStateException("a bug");
          }
        };
    VerifiedBlockStore store = new VerifiedBlockStore(broken, "test");
    assertFails(StorageError.IO, () -> store.has(Block.of(BlockId.RAW, BYTES).id()));
  }
}
