/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.plugin.api.SwapLimits;
import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.StorageError;
import dev.sluice.testkit.storage.InMemoryBlockStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How references fail and translate; that they last over an exchange is tried in a container. */
class PluginBlockStoresTest {
  private final Block block = Block.of(BlockId.RAW, new byte[] {1});
  private @Nullable BlockStore present = new InMemoryBlockStore();
  private PluginException.Code refusal = PluginException.Code.UNAVAILABLE;
  private int closed;
  private final PluginBlockStores stores = new PluginBlockStores(new Plugins());

  /** A plugin service with at most one store, called any name. */
  private final class Plugins implements PluginService {
    @Override
    public List<PluginInfo> plugins() {
      return List.of();
    }

    @Override
    public Optional<PluginInfo> plugin(PluginName name) {
      return Optional.empty();
    }

    @Override
    public SortedSet<String> instances(Class<?> type) {
      return new TreeSet<>(List.of(type.getSimpleName()));
    }

    @Override
    public <S> PluginRef<S> ref(Class<S> type, String instance) {
      return ref(type, instance, SwapLimits.DEFAULT);
    }

    @Override
    @SuppressWarnings("unchecked") // A proxy has no type arguments.
    public <S> PluginRef<S> ref(Class<S> type, String instance, SwapLimits limits) {
      InvocationHandler handler =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "instance" -> instance;
                case "run", "runOnce" -> {
                  if (present == null) {
                    throw new PluginException(refusal, "not there");
                  }
                  var task = (dev.sluice.plugin.api.PluginTask<Object, Object>) arguments[0];
                  yield task.on(present, (Duration) arguments[1]);
                }
                default -> ++closed;
              };
      return (PluginRef<S>)
          Proxy.newProxyInstance(
              PluginRef.class.getClassLoader(), new Class<?>[] {PluginRef.class}, handler);
    }
  }

  @Test
  void passesCallsToTheInstanceInService() {
    BlockStore store = stores.store("default");
    assertThat(stores.store("default")).isSameAs(store);
    store.put(block);
    assertThat(store.get(block.id())).contains(block);
    assertThat(store.has(block.id())).isTrue();
    assertThat(store.iterate(id -> id.equals(block.id()))).isTrue();
    assertThat(store.stats().blocks()).isEqualTo(1);
    present = new InMemoryBlockStore();
    assertThat(store.get(block.id())).isEmpty();
    assertThat(stores.names()).containsExactly("BlockStore");
  }

  @Test
  void givesRefusalsTheirStorageError() {
    BlockStore store = stores.store("default");
    present = null;
    assertFails(StorageError.UNAVAILABLE, () -> store.get(block.id()));
    refusal = PluginException.Code.OVERLOADED;
    assertFails(StorageError.OVERLOADED, () -> store.put(block));
    refusal = PluginException.Code.CLOSED;
    assertFails(StorageError.CLOSED, () -> store.iterate(id -> true));
    refusal = PluginException.Code.TIMEOUT;
    assertFails(StorageError.UNAVAILABLE, store::stats);
  }

  @Test
  void isBoundedAndClosesItsReferences() {
    for (int i = 0; i < PluginBlockStores.MAX_STORES; i++) {
      stores.store("store" + i);
    }
    assertFails(StorageError.LIMIT_REACHED, () -> stores.store("one more"));
    stores.stop();
    assertThat(closed).isEqualTo(PluginBlockStores.MAX_STORES);
  }
}
