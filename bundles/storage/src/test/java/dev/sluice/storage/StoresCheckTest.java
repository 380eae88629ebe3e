/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.BlockStores;
import dev.sluice.storage.api.Damage;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.testkit.storage.InMemoryBlockStore;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class StoresCheckTest {
  private static Result of(Supplier<BlockStoreStats> stats) {
    var store =
        new ForwardingStore(new InMemoryBlockStore()) {
          @Override
          public BlockStoreStats stats() {
            return stats.get();
          }
        };
    return new StoresCheck(
            new BlockStores() {
              @Override
              public BlockStore store(String name) {
                return store;
              }

              @Override
              public SortedSet<String> names() {
                return new TreeSet<>(List.of("main"));
              }
            })
        .execute();
  }

  private static BlockStoreStats stats(boolean writable, Damage... damage) {
    return new BlockStoreStats(1, 2, 3, 0, 5, writable, List.of(damage));
  }

  @Test
  void saysThatAllIsWell() {
    assertThat(of(() -> stats(true)).getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void namesDamage() {
    Result result = of(() -> stats(true, new Damage("00000002.seg", "cut. Restore it")));
    assertThat(result.getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(result.toString()).contains("store main", "00000002.seg", "Restore it", "Next: ");
  }

  @Test
  void saysThatWritesAreRefused() {
    assertThat(of(() -> stats(false)).toString()).contains("takes no writes");
  }

  @Test
  void saysThatAStoreDoesNotAnswer() {
    Result result =
        of(
            () -> {
              throw new StorageException(StorageError.UNAVAILABLE, "gone");
            });
    assertThat(result.getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(result.toString()).contains("does not answer: gone");
  }
}
