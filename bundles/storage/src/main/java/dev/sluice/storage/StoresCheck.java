/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.BlockStores;
import dev.sluice.storage.api.Damage;
import dev.sluice.storage.api.StorageException;
import java.util.SortedSet;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the stores in service take writes, and what damage they found. */
@Component(property = {"hc.name=stores", "hc.tags=sluice"})
public final class StoresCheck implements HealthCheck {
  private final BlockStores stores;

  /** Over all stores of the node. */
  @Activate
  public StoresCheck(@Reference BlockStores stores) {
    this.stores = stores;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    SortedSet<String> names = stores.names();
    for (String name : names) {
      try {
        examine(name, stores.store(name).stats(), log);
      } catch (StorageException | PluginException e) {
        log.critical("store {} does not answer: {}", name, e.getMessage());
        log.critical("Next: see plugin:list for the state of its plugin");
      }
    }
    if (!log.iterator().hasNext()) {
      log.info("{} stores in service", names.size());
    }
    return new Result(log);
  }

  private static void examine(String name, BlockStoreStats stats, FormattingResultLog log) {
    if (!stats.writable()) {
      log.critical("store {} takes no writes", name);
      log.critical("Next: see the log for the disk's error; when it is mended, restart the node");
    }
    if (!stats.damage().isEmpty()) {
      Damage first = stats.damage().get(0);
      log.critical("store {}: {} places damaged", name, stats.damage().size());
      log.critical("{}: {}", first.where(), first.what());
      log.critical("Next: restore what is named; store:list counts the damage until a restart");
    }
  }
}
