/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStores;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Block stores from storage plugins, lasting over their exchange, and verified. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginBlockStores implements BlockStores {
  /** Names that can be in use. */
  static final int MAX_STORES = 100;

  /** A store as handed out, and what to close. */
  private record Open(BlockStore verified, PluginBlockStore plugin) {}

  private final PluginService plugins;
  private final Map<String, Open> open = new HashMap<>();

  /** On the plugins of the node. */
  @Activate
  public PluginBlockStores(@Reference PluginService plugins) {
    this.plugins = plugins;
  }

  @Override
  public synchronized BlockStore store(String name) {
    Open known = open.get(name);
    if (known != null) {
      return known.verified();
    }
    if (open.size() >= MAX_STORES) {
      throw new StorageException(
          StorageError.LIMIT_REACHED,
          "block store " + name + " is one too many: " + MAX_STORES + " names are in use");
    }
    PluginBlockStore plugin = new PluginBlockStore(plugins.ref(BlockStore.class, name));
    Open opened = new Open(new VerifiedBlockStore(plugin, name), plugin);
    open.put(name, opened);
    return opened.verified();
  }

  @Override
  public SortedSet<String> names() {
    return plugins.instances(BlockStore.class);
  }

  /** Ends the references; calls then fail with {@link StorageError#CLOSED}. */
  @Deactivate
  void stop() {
    List<Open> all;
    synchronized (this) {
      all = List.copyOf(open.values());
      open.clear();
    }
    all.forEach(one -> one.plugin().close());
  }
}
