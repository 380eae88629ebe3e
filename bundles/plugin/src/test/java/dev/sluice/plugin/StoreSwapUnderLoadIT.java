/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Blocks are put, read back and deleted through the embedded store while it is updated all the
 * time.
 */
@Timeout(180)
class StoreSwapUnderLoadIT {
  private static final int OPERATIONS = Integer.getInteger("sluice.swap.operations", 10_000);
  private static final int UPDATES = 20;
  private static final int CLIENTS = 8;
  private static final PluginName PACK = new PluginName("storage-pack");
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Container container;
  private final AtomicInteger completed = new AtomicInteger();

  @AfterEach
  void stop() throws Exception {
    container.close();
  }

  @Test
  void losesNothingAndDoesNothingTwice() throws Exception {
    container = new Container(directory);
    container
        .service(ConfigurationAdmin.class)
        .getFactoryConfiguration("sluice.storage.pack", "main", "?")
        .update(
            FrameworkUtil.asDictionary(
                Map.of(
                    "storage.name", "main",
                    "directory", directory.resolve("blocks").toString(),
                    "segment.mib", "8",
                    "journal.segment.mib", "4")));
    Jars pack = Jars.of(Path.of(System.getProperty("pack.jar")));
    var admin = container.service(PluginAdminService.class);
    admin.install(pack.with("Bundle-Version", "1.0.0").stream());
    var plugins = container.service(PluginService.class);
    try (var ref = plugins.ref(BlockStore.class, "main")) {
      var clients = new ArrayList<Client>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(ref, i));
      }
      clients.forEach(Thread::start);
      var gaps = new ArrayList<Long>();
      for (int update = 1; update <= UPDATES; update++) {
        int due = OPERATIONS / (UPDATES + 1) * update;
        Container.await("load", () -> completed.get() >= due);
        admin.update(PACK, pack.with("Bundle-Version", "1.0." + update).stream());
        gaps.add(ref.status().lastGap().toMillis());
      }
      int kept = 0;
      for (Client client : clients) {
        client.join();
        assertThat(client.failure).isNull();
        kept += client.blocks.size();
      }
      assertThat(completed).hasValue(OPERATIONS);
      for (Client client : clients) {
        for (Block block : client.blocks.values()) {
          assertThat(get(ref, block)).contains(block);
        }
      }
      long stored = ref.run((store, left) -> store.stats().blocks(), TIME);
      assertThat(stored).isEqualTo(kept);
      assertThat(ref.status().swaps()).isEqualTo(UPDATES);
      gaps.sort(null);
      System.out.printf(
          "store swap under load: %d operations, %d updates; gap p50 %d ms, p99 %d ms, worst %d"
              + " ms; repeated %d, abandoned %d%n",
          OPERATIONS,
          UPDATES,
          gaps.get(UPDATES / 2),
          gaps.get(UPDATES - 1),
          gaps.get(UPDATES - 1),
          ref.status().repeated(),
          ref.status().abandoned());
    }
  }

  private static Optional<Block> get(PluginRef<BlockStore> ref, Block block) {
    return ref.run((store, left) -> store.get(block.id()), TIME);
  }

  /** Does its share, one at a time; an operation done twice or not at all shows in its answer. */
  private final class Client extends Thread {
    private final PluginRef<BlockStore> ref;
    private final int number;
    private final Random random;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private volatile @Nullable Throwable failure;

    Client(PluginRef<BlockStore> ref, int number) {
      this.ref = ref;
      this.number = number;
      this.random = new Random(number);
    }

    @Override
    public void run() {
      try {
        for (int i = number; i < OPERATIONS; i += CLIENTS) {
          operate(i);
          completed.incrementAndGet();
        }
      } catch (RuntimeException | AssertionError e) {
        failure = e;
      }
    }

    private void operate(int operation) {
      int kind = random.nextInt(4);
      if (kind < 2 || blocks.isEmpty()) {
        Block block =
            Block.of(BlockId.RAW, ("block " + operation).getBytes(StandardCharsets.UTF_8));
        ref.<@Nullable Void>run(
            (store, left) -> {
              store.put(block);
              return null;
            },
            TIME);
        blocks.put(operation, block);
        return;
      }
      List<Integer> known = List.copyOf(blocks.keySet());
      int some = known.get(random.nextInt(known.size()));
      Block block = blocks.get(some);
      if (kind == 2) {
        assertThat(get(ref, block)).contains(block);
      } else {
        int there =
            ref.runOnce(
                (store, left) -> store.delete(List.of(block.id()), Durability.FORCED), TIME);
        assertThat(there).as("deletions of %s", block.id()).isEqualTo(1);
        blocks.remove(some);
      }
    }
  }
}
